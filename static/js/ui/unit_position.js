/** Where a unit is, as it said by radio: stated on its card, with how long ago that was. */

import { setHidden } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { metresBetween } from "../lib/geo.js";
import { gettext } from "../lib/words.js";
import { createNotice } from "./notice.js";
import { createSpot } from "./spot.js";

const MINUTE_MS = 60000;
const SAME_PLACE_M = 30;

/** `root` is a `<details>` with a form, see `_unit_position.html`. */
export function createUnitPosition({ root, picker, near }) {
  const form = root.querySelector("form");
  const say = createNotice(root.querySelector("[data-messages]"));
  const spot = createSpot({ form, picker, near });
  let id = null;
  let now = 0;

  async function send(place, minutes) {
    say();
    try {
      const when = minutes ? { happened_at: new Date(now - minutes * MINUTE_MS).toISOString() } : {};
      const counts = await command(`/api/units/${id}/position`, { lon: place.lon, lat: place.lat, ...when });
      const taken = metresBetween(counts, place) < SAME_PLACE_M;
      spot.stop();
      say(taken ? "done" : "warning", taken ? gettext("The unit is ranked by this position.") : gettext("A newer or better position of the unit counts on."));
    } catch (problem) {
      say("error", problem.message);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const place = spot.read();
    return place ? send(place, Number(form.elements.minutes.value)) : say("error", spot.missing());
  });
  root.addEventListener("toggle", () => (root.open ? form.elements.place.focus() : spot.stop()));

  return {
    open(next) {
      id = next;
      root.open = false;
      form.reset();
      spot.show();
      say();
    },
    render(unit, at) {
      now = at;
      setHidden(root, unit.status === "off_duty");
    },
    close: spot.stop,
  };
}
