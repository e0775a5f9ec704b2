/** A form in which somebody says where: place in words with suggestions, longitude and latitude, or a click on the map. */

import { gettext } from "../lib/words.js";
import { readNumber, splitPair } from "./intake_fields.js";
import { createPlaceSearch, wordsOfPlace } from "./place_search.js";

/**
 * @param form    has the fields `place`, `lon`, `lat`, a `[data-pick]` button, `[data-places]` and `[data-places-said]`
 * @param picker  who gets the clicks on the map, see `picker.js`
 * @param near    `() => {lon, lat}`: the middle of the map
 */
export function createSpot({ form, picker, near }) {
  const fields = form.elements;
  const pick = form.querySelector("[data-pick]");
  let naming = null;
  const search = createPlaceSearch({
    input: fields.place,
    list: form.querySelector("[data-places]"),
    said: form.querySelector("[data-places-said]"),
    near,
    onChoose(found) {
      fields.place.value = found.missing_number ? fields.place.value : found.name;
      put(found);
    },
  });

  function put({ lon, lat }) {
    fields.lon.value = lon.toFixed(6);
    fields.lat.value = lat.toFixed(6);
    picker.mark({ lon, lat });
  }

  async function name(clicked) {
    naming?.abort();
    const own = new AbortController();
    naming = own;
    const words = await wordsOfPlace(clicked, { signal: own.signal }).catch(() => "");
    if (!own.signal.aborted && words) {
      fields.place.value = words;
    }
  }

  function clicked(place) {
    put(place);
    name(place);
  }

  function stop() {
    naming?.abort();
    search.close();
    picker.stop(clicked);
    pick.setAttribute("aria-pressed", "false");
  }

  pick.addEventListener("click", () => {
    if (pick.getAttribute("aria-pressed") === "true") {
      stop();
    } else {
      picker.ask(clicked, () => pick.setAttribute("aria-pressed", "false"));
      pick.setAttribute("aria-pressed", "true");
    }
  });

  return {
    stop,
    show({ place = "", lon, lat } = {}) {
      fields.place.value = place;
      fields.lon.value = lon === undefined ? "" : lon.toFixed(6);
      fields.lat.value = lat === undefined ? "" : lat.toFixed(6);
    },
    /** `{place, lon, lat}`, or null where no place on earth is given. */
    read() {
      splitPair(fields);
      const [lon, lat] = [readNumber(fields.lon), readNumber(fields.lat)];
      return lon === null || lat === null ? null : { place: fields.place.value.trim(), lon, lat };
    },
    missing: () => gettext("Say where: click on the map, or type longitude and latitude."),
  };
}
