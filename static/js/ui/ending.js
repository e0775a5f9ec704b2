/** The end of the open call: closed with an outcome, opened again with a reason, printed. A section of the card. */

import { el, fillWhenChanged, setHidden, setText } from "../lib/dom.js";
import { gettext, interpolate, listed } from "../lib/words.js";
import { activeAssignments, unitName } from "./calls.js";
import { wireForm } from "./form.js";
import { outcomeName, outcomesOnScene, outcomesWithoutDispatch } from "./outcomes.js";

function choices(label, outcomes) {
  return el("optgroup", { label }, ...outcomes.map(({ code, name }) => el("option", { value: code }, name)));
}

/** What fits first comes first: nobody was there yet, or somebody was. */
function groups(attended) {
  const onScene = choices(gettext("On the scene"), outcomesOnScene());
  const atDesk = choices(gettext("Without sending anybody"), outcomesWithoutDispatch());
  return attended ? [onScene, atDesk] : [atDesk, onScene];
}

function wasEnded({ status, disposition }) {
  return status === "cancelled"
    ? gettext("This call was cancelled.")
    : interpolate(gettext("This call is closed: %(outcome)s"), { outcome: outcomeName(disposition) });
}

export function createEnding({ part, mayDispatch, onChanged }) {
  const form = part("end");
  const reopen = part("reopen");
  const select = form.elements.disposition;
  const [first] = select.options;
  let id = null;
  const said = [
    wireForm(form, {
      path: () => `/api/incidents/${id}/close`,
      body: ({ disposition }) => (disposition.value ? { disposition: disposition.value } : null),
      missing: gettext("Choose how the call was dealt with."),
      onDone: onChanged,
    }),
    wireForm(reopen, {
      path: () => `/api/incidents/${id}/reopen`,
      body: ({ reason }) => (reason.value.trim() ? { reason: reason.value.trim() } : null),
      missing: gettext("Say why the call is opened again."),
      onDone: onChanged,
    }),
  ];

  function renderForm(state, incident) {
    const still = activeAssignments(incident).map((assignment) => unitName(state, assignment.unit, assignment));
    const attended = Object.values(incident.assignments ?? {}).some((assignment) => assignment.arrived_at);
    setHidden(form.querySelector(".row"), still.length > 0);
    setHidden(form.querySelector("[data-still]"), !still.length);
    setText(
      form.querySelector("[data-still]"),
      interpolate(gettext("Still on this call: %(units)s. It can be closed when they are cleared or taken off."), { units: listed(still) }),
    );
    fillWhenChanged(select, JSON.stringify([incident.id, attended]), () => [first, ...groups(attended)]);
  }

  return {
    open(incident) {
      id = incident.id;
      said.forEach((clear) => clear());
      [form, reopen].forEach((one) => one.reset());
      part("print").href = `/console/calls/${id}/print`;
    },
    render(state, { incident, details, live }) {
      const over = !live && state.ready && Boolean(details) && details.status !== "open";
      setHidden(form, !mayDispatch || !live);
      setHidden(part("over"), !over);
      setHidden(reopen, !mayDispatch || !over);
      if (live) {
        renderForm(state, incident);
      }
      if (over) {
        setText(part("over"), wasEnded(details));
      }
    },
  };
}
