/** A field that suggests places while a name is typed: a combobox with a list below it. */

import { isComposing } from "../lib/composition.js";
import { el, setHidden } from "../lib/dom.js";
import { distance } from "../lib/geo.js";
import { get } from "../lib/http.js";
import { gettext, interpolate, ngettext } from "../lib/words.js";

const PAUSE_MS = 150;
const AT_IT_M = 15;

function kindName(kind) {
  return {
    street: gettext("Street"),
    crossing: gettext("Crossing"),
    place: gettext("Part of town"),
    poi: gettext("Point of interest"),
    address: gettext("House"),
    zone: gettext("Zone"),
    point: gettext("Point"),
  }[kind];
}

/** What tells places of one name apart: English name, kind, part of town, distance from the middle of the map. */
function details(place) {
  const missing = place.missing_number && interpolate(gettext("No. %(number)s is not on the map"), { number: place.missing_number });
  const away = place.distance_m === null ? "" : distance(place.distance_m);
  return [place.name_en, missing, kindName(place.kind), place.area, away].filter(Boolean).join(" · ");
}

/** `人民路`, `人民路, 40 m`: a place by the named thing it is at or near. */
export function placeWords({ name, distance_m: metres }) {
  return metres < AT_IT_M ? name : interpolate(gettext("%(place)s, %(distance)s"), { place: name, distance: distance(metres) });
}

/** What a place is called, in words; empty where nothing is near. Raises Problem. */
export async function wordsOfPlace({ lon, lat }, options) {
  const { place } = await get(`/api/places/near?lon=${lon}&lat=${lat}`, options);
  return place ? placeWords(place) : "";
}

/**
 * @param input     where a name is typed; its template makes it a combobox that controls `list`
 * @param list      the suggestions
 * @param said      tells how many there are, for readers of the page, and why there are none
 * @param near      `() => {lon, lat}`: the middle of the map
 * @param onChoose  told the place that was chosen
 */
export function createPlaceSearch({ input, list, said, near, onChoose }) {
  let places = [];
  let active = -1;
  let timer = null;
  let asking = null;

  function stop() {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
  }

  function close() {
    stop();
    places = [];
    active = -1;
    list.replaceChildren();
    setHidden(list, true);
    setHidden(said, true);
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    active = (index + places.length) % places.length;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    const option = list.children[active];
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function take(index) {
    const place = places[index];
    close();
    onChoose(place);
  }

  function optionOf(place, at) {
    const option = el(
      "li",
      { class: "place-option", role: "option", id: `${list.id}-${at}`, onclick: () => take(at) },
      el("span", { class: "place-name", text: place.name }),
      el("span", { class: "place-details", text: details(place) }),
    );
    option.addEventListener("mousedown", (event) => event.preventDefault());
    return option;
  }

  function tell(text, { visibly }) {
    said.textContent = text;
    said.classList.toggle("visually-hidden", !visibly);
    setHidden(said, false);
  }

  function show(found) {
    places = found;
    list.replaceChildren(...places.map(optionOf));
    setHidden(list, !places.length);
    input.setAttribute("aria-expanded", String(places.length > 0));
    input.removeAttribute("aria-activedescendant");
    if (places.length) {
      mark(0);
      const many = ngettext("%(count)s place found", "%(count)s places found", places.length);
      tell(interpolate(many, { count: places.length }), { visibly: false });
    } else {
      tell(gettext("No such place on the map. Your words stay; click on the map."), { visibly: true });
    }
  }

  async function ask(text) {
    const own = new AbortController();
    asking = own;
    const { lon, lat } = near();
    const query = new URLSearchParams({ q: text, lon: lon.toFixed(5), lat: lat.toFixed(5) });
    try {
      const answer = await get(`/api/places?${query}`, { signal: own.signal });
      if (!own.signal.aborted) {
        show(answer.places);
      }
    } catch (problem) {
      if (!own.signal.aborted) {
        close();
        tell(problem.message, { visibly: true });
      }
    }
  }

  function follow() {
    const text = input.value.trim();
    stop();
    if (text) {
      timer = setTimeout(ask, PAUSE_MS, text);
    } else {
      close();
    }
  }

  const KEYS = {
    ArrowDown: () => mark(active + 1),
    ArrowUp: () => mark(active - 1),
    Enter: () => take(active),
    Escape: close,
  };

  input.addEventListener("input", ({ isComposing }) => isComposing || follow());
  input.addEventListener("compositionend", follow);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (places.length && KEYS[event.key] && !isComposing(event)) {
      event.preventDefault();
      event.stopPropagation();
      KEYS[event.key]();
    }
  });

  return { close };
}
