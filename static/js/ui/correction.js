/** A time of the open call put right, with a reason. A section of the card. */

import { el, fillWhenChanged, setHidden } from "../lib/dom.js";
import { gettext } from "../lib/words.js";
import { unitName } from "./calls.js";
import { wireForm } from "./form.js";
import { timeName } from "./wording.js";

const OF_THE_CALL = ["received_at", "first_report_at", "controlled_at", "ended_at"];
const OF_A_UNIT = ["acknowledged_at", "en_route_at", "arrived_at", "cleared_at"];

/** Every time there is to correct: of the call, then of each unit. */
function times(state, incident, details) {
  const call = { ...incident, ...details };
  const own = OF_THE_CALL.map((field) => ({ field, assignment: null, at: call[field], name: timeName(field) }));
  const units = Object.values(incident.assignments ?? {}).flatMap((assignment) =>
    OF_A_UNIT.map((field) => ({
      field,
      assignment: assignment.id,
      at: assignment[field],
      name: `${unitName(state, assignment.unit, assignment)} · ${timeName(field)}`,
    })),
  );
  return [...own, ...units].filter(({ at }) => at);
}

export function createCorrection({ part, wall, mayDispatch, onChanged }) {
  const root = part("correction");
  const form = root.querySelector("form");
  const { which, time, reason } = form.elements;
  let id = null;
  let offered = [];

  /** The chosen time of day, on the day of the time that it corrects, or on the day after where that is nearer. */
  function corrected() {
    const chosen = offered[which.value];
    return chosen && time.value ? wall.onDayOf(chosen.at, time.value) : null;
  }

  function show() {
    time.value = offered[which.value] ? wall.time(offered[which.value].at) : "";
  }

  const say = wireForm(form, {
    path: () => `/api/incidents/${id}/times`,
    body: () => {
      const to = corrected();
      const { field, assignment } = offered[which.value] ?? {};
      return to && reason.value.trim() ? { field, assignment, corrected: to, reason: reason.value.trim() } : null;
    },
    missing: gettext("Choose the time, what it really was, and say why."),
    onDone: onChanged,
  });
  which.addEventListener("change", show);

  return {
    open(incident) {
      id = incident.id;
      root.open = false;
      say();
      form.reset();
    },
    render(state, { incident, details }) {
      setHidden(root, !mayDispatch || !details);
      const now = details ? times(state, incident, details) : [];
      fillWhenChanged(which, JSON.stringify([id, now]), () => {
        offered = now;
        return [
          el("option", { value: "" }, gettext("Which time?")),
          ...now.map(({ name, at }, index) => el("option", { value: index }, `${name} ${wall.time(at)}`)),
        ];
      });
    },
  };
}
