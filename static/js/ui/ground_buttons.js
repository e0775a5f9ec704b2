/** Which buttons of the ground page are there for a draft. */

import { byId, setHidden } from "../lib/dom.js";
import { canRedo, canUndo } from "../lib/history.js";

const PLACES = ["point", "caution"];
const AREAS = ["zone", "beat"];

/**
 * @param draft    what is drafted, or null
 * @param mayEdit  whether the person may change the thing, where it is there already
 * @param editing  whether its shape has handles
 * @param drawing  whether it is not finished yet
 */
export function renderButtons({ draft, mayEdit, editing, drawing }) {
  const kind = draft?.thing.kind;
  const fixed = draft?.action !== "edit" || !mayEdit;
  const saved = Boolean(draft) && (draft.action !== "edit" || (mayEdit && kind !== "caution"));
  byId("undo").disabled = !draft || !canUndo(draft.history);
  byId("redo").disabled = !draft || !canRedo(draft.history);
  byId("edit-shape").setAttribute("aria-pressed", String(editing));
  setHidden(byId("edit-shape"), fixed || kind === "caution");
  setHidden(byId("drag"), !editing || drawing || PLACES.includes(kind));
  setHidden(byId("split"), fixed || !AREAS.includes(kind));
  setHidden(byId("retire"), fixed);
  setHidden(byId("save"), !saved);
  setHidden(byId("discard"), !saved);
}
