/** A sensitive call reported to the command centre and its leaders by one press; who has acknowledged. */

import { el, fillWhenChanged, setHidden, setText } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { gettext, interpolate, listed } from "../lib/words.js";
import { createNotice, messageNode } from "./notice.js";

/** What the button says: nobody was told yet, or to how many it went. */
export function reportedText(count) {
  return count ? interpolate(gettext("Reported directly to %(count)s"), { count }) : gettext("Direct report");
}

/** Report the call; the answer tells to how many it went. */
export function reportDirectly(incident) {
  return command(`/api/incidents/${incident}/direct-report`);
}

/** Two lines however many were told: who has acknowledged, and who has not. */
function toldNodes(told, wall) {
  const answered = told.filter(({ acknowledged_at: at }) => at).map(({ name, acknowledged_at: at }) => `${name} ${wall.time(at)}`);
  const silent = told.filter(({ acknowledged_at: at }) => !at).map(({ name }) => name);
  const lines = [
    ["warning", gettext("Not acknowledged yet: %(names)s"), silent],
    ["done", gettext("Acknowledged: %(names)s"), answered],
  ];
  return lines
    .filter(([_kind, _words, names]) => names.length)
    .map(([kind, words, names]) => el("li", { dir: "auto" }, messageNode(kind, interpolate(words, { names: listed(names) }))));
}

/** A section of the card, see `card_parts.js`. */
export function createDirectReport({ part, wall, mayDispatch, onChanged }) {
  const root = part("direct-report");
  const button = root.querySelector("button");
  const list = root.querySelector("[data-list]");
  const say = createNotice(root.querySelector("[data-messages]"));
  let id = null;

  button.addEventListener("click", async () => {
    say();
    try {
      await reportDirectly(id);
      onChanged();
    } catch (problem) {
      say("error", problem.message);
    }
  });

  return {
    open(incident) {
      id = incident.id;
      say();
    },
    render(_state, { details }) {
      const told = details?.told_directly ?? [];
      setHidden(root, !mayDispatch && !told.length);
      button.disabled = !details || !mayDispatch || told.length > 0;
      setText(button, reportedText(told.length));
      fillWhenChanged(list, JSON.stringify(told), () => toldNodes(told, wall));
    },
  };
}
