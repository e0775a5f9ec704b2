/** The sections of the call card that stand on their own. Each has `open(incident)` and `render(state, view)`. */

import { createAbout } from "./about.js";
import { createCallers } from "./callers.js";
import { createDuplicates } from "./duplicates.js";

/**
 * @param part       finds a section of the card by the name in its `data-part`
 * @param wall       wall-clock texts
 * @param mayDispatch whether the person may command
 * @param onChanged  asked for fresh details after a command
 */
export function createCardParts(given) {
  return [createDuplicates(given), createAbout(given), createCallers(given)];
}
