/** What units' states are called where they serve: a bureau's own words on the fixed vocabulary. */

import { standingName } from "./standing.js";

/** `nameOf(standing, unit)`, from `{organization: {status: name}}`. */
export function createStatusNames(names) {
  return (standing, unit) => names[unit?.organization]?.[standing] ?? standingName(standing);
}

/** One name for a standing of several units: what all of them call it, else ours. */
export function commonName(standing, units, nameOf) {
  const used = new Set(units.map((unit) => nameOf(standing, unit)));
  return used.size === 1 ? [...used][0] : standingName(standing);
}
