/** The head of the officer's page: the unit and what it is at, and its one state on scene. */

import { byId, setHidden, setText } from "../lib/dom.js";
import { standingOf } from "../lib/standing.js";
import { gettext } from "../lib/words.js";
import { progress } from "./order.js";

/** `nameOf`: the name of a state, where the unit serves; `onStatus` told the state that was chosen. */
export function createOwnUnit({ nameOf, onStatus }) {
  const transport = byId("transport");

  transport.addEventListener("click", () => onStatus(transport.ariaPressed === "true" ? "patrol" : "transporting"));

  /** The order tells more than the unit's own state. */
  function standingText(unit, current) {
    const state = current && ["ordered", "acknowledged", "en_route", "on_scene"][progress(current)];
    return nameOf(standingOf({ ...unit, order: state ? { state } : null }), unit);
  }

  return {
    /** Gives whether the person is on a unit. */
    render(unit, current) {
      const onUnit = Boolean(unit && unit.status !== "off_duty");
      setText(byId("call-sign"), onUnit ? unit.call_sign : gettext("Not on a unit"));
      setText(byId("standing"), onUnit ? standingText(unit, current) : "");
      setHidden(transport, !unit || !current?.assignment || progress(current) !== 3);
      transport.setAttribute("aria-pressed", String(unit?.status === "transporting"));
      return onUnit;
    },
  };
}
