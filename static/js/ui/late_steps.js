/** Steps that a crew told of after it was taken off the call: shown with both times, settled by an operator. */

import { el, fillWhenChanged, setHidden } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { gettext, interpolate } from "../lib/words.js";
import { createNotice, messageNode } from "./notice.js";

const STEP_NAMES = () => ({ leave: gettext("En route"), arrive: gettext("On scene"), clear: gettext("Cleared") });

function textOf(late, wall) {
  const values = { unit: late.call_sign, step: STEP_NAMES()[late.step] ?? late.step, time: wall.time(late.happened_at), came: wall.time(late.received_at) };
  return interpolate(gettext("%(unit)s told “%(step)s” at %(time)s, after it was taken off; it came in at %(came)s."), values);
}

function settledText({ settled_by: who, put_back: back }) {
  return interpolate(back ? gettext("Put back on the call by %(who)s.") : gettext("Set aside by %(who)s."), { who });
}

/** A section of the card, see `card_parts.js`. */
export function createLateSteps({ part, wall, mayDispatch, onChanged }) {
  const root = part("late-steps");
  const list = root.querySelector("ul");
  const say = createNotice(root.querySelector("[data-messages]"));

  async function settle(assignment, back) {
    say();
    try {
      await command(`/api/assignments/${assignment}/settle`, { put_back: back });
      onChanged();
    } catch (problem) {
      say("error", problem.message);
    }
  }

  function lateNode(late, last, live) {
    const button = (text, back) => el("button", { class: "button", type: "button", onclick: () => settle(late.assignment, back) }, text);
    const open = last && !late.settled_by && mayDispatch;
    const buttons = open ? el("div", { class: "row" }, live ? button(gettext("It was there: put it back"), true) : null, button(gettext("Set aside"), false)) : null;
    const settled = late.settled_by ? el("p", { class: "hint" }, settledText(late)) : null;
    return el("li", { class: "choices" }, messageNode(late.settled_by ? "done" : "warning", textOf(late, wall)), settled, buttons);
  }

  return {
    open: () => say(),
    render(_state, { incident, details, live }) {
      const late = details?.late_steps ?? [];
      setHidden(root, !late.length);
      fillWhenChanged(list, JSON.stringify([incident.id, late, live]), () =>
        late.map((one, index) => lateNode(one, late.findLastIndex(({ assignment }) => assignment === one.assignment) === index, live)),
      );
    },
  };
}
