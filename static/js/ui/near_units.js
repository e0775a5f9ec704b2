/** Units by how far they are from a place: who is on another call, and who is free. */

import { metresBetween } from "../lib/geo.js";
import { CAN_BE_SENT } from "../lib/standing.js";

const MOST = 30;
const ON_A_CALL = new Set(["ordered", "delivered", "seen", "acknowledged", "en_route", "on_scene"]);

/** `{unit, metres}`, nearest first; those without a position last, at an infinite distance. */
function nearFirst(state, place, units) {
  return units
    .map((unit) => ({ unit, metres: state.fixes[unit.id] ? metresBetween(state.fixes[unit.id], place) : Infinity }))
    .sort((one, other) => one.metres - other.metres || one.unit.call_sign.localeCompare(other.unit.call_sign))
    .slice(0, MOST);
}

/** The units that are on other calls. */
export function busyUnits(state, incident) {
  const busy = ({ order }) => order?.incident && order.incident !== incident.id && ON_A_CALL.has(order.state);
  return nearFirst(state, incident, Object.values(state.picture.units).filter(busy));
}

/** The units that could be sent now. */
export function freeUnits(state, incident) {
  const free = ({ order, status, sworn }) => !order && sworn > 0 && CAN_BE_SENT.includes(status);
  return nearFirst(state, incident, Object.values(state.picture.units).filter(free));
}
