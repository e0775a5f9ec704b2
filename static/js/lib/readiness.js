/** How much of the force on duty is on the street (F28). */

import { standingOf } from "./standing.js";

const NOT_ON_THE_STREET = ["standby", "meal", "refuel", "paperwork", "training", "busy", "breakdown", "out_of_service"];

function heads(units) {
  return units.reduce((sum, { sworn, auxiliaries }) => sum + sworn + auxiliaries, 0);
}

/** `{onDuty, onStreet}` in people: a crew at a call or on its way there is on the street, a reserve that waits is not. */
export function readinessOf(units) {
  const onDuty = units.filter(({ status }) => status !== "off_duty");
  const onStreet = onDuty.filter((unit) => !NOT_ON_THE_STREET.includes(standingOf(unit)));
  return { onDuty: heads(onDuty), onStreet: heads(onStreet) };
}
