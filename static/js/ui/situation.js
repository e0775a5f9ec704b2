/** What the crews told from the scene, and both reports in one tap, by radio. A section of the card. */

import { setHidden, setText } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { createNotice } from "./notice.js";

export const SITUATIONS = [
  { code: "first_report", time: "first_report_at" },
  { code: "controlled", time: "controlled_at" },
];

export function createSituation({ part, wall, mayDispatch, onChanged }) {
  const root = part("situation");
  const say = createNotice(root.querySelector("[data-messages]"));
  const buttons = SITUATIONS.map(({ code }) => root.querySelector(`[value=${code}]`));
  let id = null;

  async function tell({ currentTarget }) {
    const situation = currentTarget.value;
    say();
    try {
      await command(`/api/incidents/${id}/situation`, { situation });
      onChanged();
    } catch (problem) {
      say("error", problem.message);
    }
  }

  buttons.forEach((button) => button.addEventListener("click", tell));

  return {
    open(incident) {
      id = incident.id;
      say();
    },
    render(_state, { incident, live }) {
      const there = Object.values(incident.assignments ?? {}).some((assignment) => assignment.arrived_at);
      setHidden(root, !there);
      SITUATIONS.forEach(({ time }, at) => {
        const told = incident[time];
        buttons[at].disabled = Boolean(told) || !mayDispatch || !live;
        buttons[at].toggleAttribute("data-done", Boolean(told));
        setText(buttons[at].querySelector("small"), told ? wall.time(told) : "");
      });
    },
  };
}
