/** Sounds of the alarms: once as each rises, again while nobody takes it; the button that mutes them; how many were heard. */

import { due, heardWithin, isEmergency, MEANT_AN_HOUR } from "../lib/alarm_rhythm.js";
import { byId, icon, setText } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/words.js";
import { ringing } from "./alarms.js";
import { mute, play } from "./sound.js";

function followMute(user) {
  const button = byId("mute");
  const name = `muted-${user}`;
  function set(quiet) {
    mute(quiet);
    localStorage.setItem(name, quiet ? "1" : "");
    button.setAttribute("aria-pressed", String(quiet));
    button.replaceChildren(quiet ? icon("volume-off") : icon("volume"));
    button.title = quiet ? gettext("Sounds are off, but for emergencies") : gettext("Sounds are on");
  }
  button.addEventListener("click", () => set(button.getAttribute("aria-pressed") !== "true"));
  set(Boolean(localStorage.getItem(name)));
  button.disabled = false;
}

/** What the person heard is kept by the browser, so that a page that is loaded again goes on counting. */
function keptHeard(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
}

/** `user`: whose ears. `render(state, {now})` on every change and every second. */
export function createAlarmSounds({ user }) {
  const name = `heard-${user}`;
  const sounded = new Map();
  let heard = keptHeard(name);

  function keep(ids, now) {
    const next = heardWithin(heard, ids, now);
    if (next.length !== heard.length || ids.length) {
      heard = next;
      localStorage.setItem(name, JSON.stringify(heard));
    }
  }

  followMute(user);

  return {
    render(state, { now }) {
      const rising = due(ringing(state, now), sounded, now);
      const [emergencies, others] = [rising.filter(isEmergency), rising.filter((alarm) => !isEmergency(alarm))];
      rising.forEach(({ id }) => sounded.set(id, now));
      const urgent = emergencies.length > 0 && play("emergency");
      const overdue = others.length > 0 && play("overdue");
      keep([...(urgent ? emergencies : []), ...(overdue ? others : [])].map(({ id }) => id), now);
      const values = { count: heard.length, most: MEANT_AN_HOUR };
      setText(byId("alarms-heard"), interpolate(gettext("%(count)s in the last hour, at most %(most)s meant"), values));
      byId("alarms-heard").toggleAttribute("data-many", heard.length > MEANT_AN_HOUR);
    },
  };
}
