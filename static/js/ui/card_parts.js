/** The sections of the call card that stand on their own. Each has `open(incident)` and `render(state, view)`. */

import { createAbout } from "./about.js";
import { createAttachments } from "./attachments.js";
import { createBusyUnits } from "./busy_units.js";
import { createCallers } from "./callers.js";
import { createCorrection } from "./correction.js";
import { createDirectReport } from "./direct_report.js";
import { createDuplicates } from "./duplicates.js";
import { createEnding } from "./ending.js";
import { createLateSteps } from "./late_steps.js";
import { createPlace } from "./place.js";
import { createSituation } from "./situation.js";
import { createWaiting } from "./waiting.js";

/**
 * @param part       finds a section of the card by the name in its `data-part`
 * @param wall       wall-clock texts
 * @param mayDispatch whether the person may command
 * @param onChanged  asked for fresh details after a command
 * @param picker     who gets the clicks on the map
 * @param near       `() => {lon, lat}`: the middle of the map
 */
export function createCardParts(given) {
  const parts = [
    createWaiting,
    createLateSteps,
    createDuplicates,
    createAbout,
    createDirectReport,
    createPlace,
    createBusyUnits,
    createCallers,
    createSituation,
    createEnding,
    createAttachments,
    createCorrection,
  ];
  return parts.map((create) => create(given));
}
