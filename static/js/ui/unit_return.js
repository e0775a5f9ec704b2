/** When a unit that is away is expected back. */

import { age, secondsSince } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";

/** Minutes that a crew usually takes, asked for when a state is chosen; 0: nobody waits. */
export const USUAL_MINUTES = { meal: 30, refuel: 15, paperwork: 45 };

/** Minutes offered to choose from. */
export const MINUTES = [15, 30, 60, 120];

/** `{text, late}`: back in so long, or overdue by so long; null where nobody waits. */
export function returnOf(unit, nowMs) {
  const seconds = secondsSince(unit.status_until ?? null, nowMs);
  if (seconds === null) {
    return null;
  }
  const late = seconds > 0;
  const text = late ? gettext("overdue %(time)s") : gettext("back in %(time)s");
  return { late, text: interpolate(text, { time: age(Math.abs(seconds)) }) };
}

/** A command's body: a state, the usual or the given minutes, and since when (milliseconds) if not just now. */
export function statusBody(status, minutes = USUAL_MINUTES[status], since = null) {
  return {
    status,
    ...(minutes ? { minutes } : {}),
    ...(since === null ? {} : { happened_at: new Date(since).toISOString() }),
  };
}
