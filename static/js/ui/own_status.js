/** The crew's own state: what it can be sent from, what it cannot, and when it will be back. */

import { el, fillWhenChanged, setHidden, setText } from "../lib/dom.js";
import { CANNOT_BE_SENT, CAN_BE_SENT } from "../lib/standing.js";
import { age } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { MINUTES, returnOf, statusBody } from "./unit_return.js";

/**
 * @param root     the section of the page
 * @param nameOf   the name of a state, where the unit serves
 * @param onStatus told the body of the command
 */
export function createOwnStatus({ root, nameOf, onStatus }) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const away = part("away");
  let status = null;

  function choose(next, minutes) {
    away.open = false;
    onStatus(statusBody(next, minutes));
  }

  function statusNode(unit) {
    return (one) =>
      el(
        "button",
        { class: "button choice", type: "button", value: one, "aria-pressed": String(unit.status === one), onclick: () => choose(one) },
        nameOf(one, unit),
      );
  }

  function renderChoices(unit) {
    const names = [...CAN_BE_SENT, ...CANNOT_BE_SENT].map((one) => nameOf(one, unit));
    const signature = JSON.stringify([unit.status, names]);
    fillWhenChanged(part("can"), signature, () => CAN_BE_SENT.map(statusNode(unit)));
    fillWhenChanged(part("cannot"), signature, () => CANNOT_BE_SENT.map(statusNode(unit)));
  }

  function renderReturn(unit, isAway, now) {
    const back = returnOf(unit, now);
    setText(part("back"), back ? back.text : gettext("Nobody waits for you. Say when you will be back:"));
    part("back").toggleAttribute("data-late", Boolean(back?.late));
    setHidden(part("return"), !isAway || away.open);
  }

  part("minutes").append(
    ...MINUTES.map((minutes) => {
      const text = interpolate(gettext("in %(time)s"), { time: age(minutes * 60) });
      return el("button", { class: "button choice", type: "button", onclick: () => choose(status, minutes) }, text);
    }),
  );
  away.addEventListener("toggle", () => setHidden(part("return"), away.open || !CANNOT_BE_SENT.includes(status)));

  return {
    render(unit, now) {
      status = unit.status;
      const isAway = CANNOT_BE_SENT.includes(status);
      const state = isAway ? nameOf(status, unit) : "…";
      setText(part("now"), interpolate(gettext("Cannot be sent: %(state)s"), { state }));
      away.toggleAttribute("data-chosen", isAway);
      renderChoices(unit);
      renderReturn(unit, isAway, now);
    },
  };
}
