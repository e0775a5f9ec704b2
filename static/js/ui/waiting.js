/** Why the open call stands where it stands: given back, on hold, or next for a busy unit. A section of the card. */

import { el, fillWhenChanged, setHidden } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { gettext, interpolate } from "../lib/words.js";
import { activeAssignments, unitName } from "./calls.js";
import { createNotice, messageNode } from "./notice.js";

export function createWaiting({ part, wall, mayDispatch, onChanged }) {
  const root = part("waiting");
  const why = root.querySelector("[data-why]");
  const hold = part("hold");
  const form = hold.querySelector("form");
  const say = createNotice(root.querySelector("[data-messages]"));
  const sayHold = createNotice(hold.querySelector("[data-messages]"));
  let id = null;

  async function tell(path, body = {}, complain = say) {
    complain();
    try {
      await command(`/api/incidents/${id}/${path}`, body);
      form.reset();
      hold.open = false;
      onChanged();
    } catch (problem) {
      complain("error", problem.message);
    }
  }

  function noteNode(text, button, act) {
    const press = mayDispatch && button ? el("button", { class: "button", type: "button", onclick: act }, button) : null;
    return el("div", { class: "row" }, messageNode("warning", text), press);
  }

  function notes(state, incident) {
    const found = [];
    if (incident.returned_at) {
      const values = { time: wall.time(incident.returned_at) };
      found.push(noteNode(interpolate(gettext("Given back at %(time)s: its unit was pulled away."), values)));
    }
    if (incident.hold_until) {
      const values = { time: wall.time(incident.hold_until), reason: incident.hold_reason ?? "" };
      found.push(noteNode(interpolate(gettext("On hold until %(time)s: %(reason)s"), values), gettext("Take it up again"), () => tell("resume")));
    }
    for (const unit of incident.stacked ?? []) {
      const text = interpolate(gettext("Waits for %(unit)s, which goes there as soon as it is free."), { unit: unitName(state, unit) });
      found.push(noteNode(text, gettext("No longer wait"), () => tell("unstack", { unit })));
    }
    return found;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tell("hold", { minutes: Number(form.elements.minutes.value), reason: form.elements.reason.value.trim() }, sayHold);
  });

  return {
    open(incident) {
      id = incident.id;
      form.reset();
      hold.open = false;
      say();
      sayHold();
    },
    render(state, { incident, live }) {
      const names = (incident.stacked ?? []).map((unit) => unitName(state, unit));
      const signature = JSON.stringify([incident.id, incident.returned_at, incident.hold_until, incident.hold_reason, names]);
      fillWhenChanged(why, signature, () => notes(state, incident));
      const mayHold = live && mayDispatch && !activeAssignments(incident).length && !incident.hold_until;
      setHidden(hold, !mayHold);
      setHidden(root, !live || !why.children.length);
    },
  };
}
