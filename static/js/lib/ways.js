/** Ways of units to their calls: whose are drawn, and what is left of them in words. */

import { gettext, interpolate } from "./words.js";

export const MOST_WAYS = 30; // as the server answers at once
const GOING = ["acknowledged", "en_route"];

function isGoing({ order }) {
  return Boolean(order?.incident) && GOING.includes(order.state);
}

/** Whether a unit's way is drawn at full strength: it goes to the open call, or is the chosen one. */
export function isStrong(unit, { openId, unitId }) {
  return unit.id === unitId || unit.order?.incident === openId;
}

/** The units whose ways are drawn, ids in order: all that go to a call; of more than 30 only the strong ones. */
export function wantedWays({ units }, view) {
  const going = Object.values(units).filter(isGoing);
  const wanted = going.length > MOST_WAYS ? going.filter((unit) => isStrong(unit, view)) : going;
  return wanted.map(({ id }) => id).sort((one, other) => one - other).slice(0, MOST_WAYS);
}

/** `4 min`, `about 4 min`: never less than a minute, as nobody is there yet. */
export function timeLeft({ seconds, estimated }) {
  const text = estimated ? gettext("about %(count)s min") : gettext("%(count)s min");
  return interpolate(text, { count: Math.max(1, Math.ceil(seconds / 60)) });
}
