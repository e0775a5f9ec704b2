/** Calls that ended last, under the open ones: looked at, opened again, printed. Fetched when somebody unfolds them. */

import { el } from "../lib/dom.js";
import { get } from "../lib/http.js";
import { gettext } from "../lib/words.js";
import { createNotice } from "./notice.js";
import { outcomeName } from "./outcomes.js";

const MOST = 30;

function rowNode(incident, wall, onOpen) {
  const outcome = incident.status === "cancelled" ? gettext("Cancelled") : outcomeName(incident.disposition);
  return el(
    "li",
    {},
    el(
      "button",
      { class: "ended-call", type: "button", onclick: () => onOpen(incident.id, incident) },
      el("strong", {}, incident.type_name),
      el("span", { class: "tabular" }, incident.number),
      el("span", { dir: "auto" }, incident.place),
      el("span", { class: "tabular" }, `${wall.day(incident.ended_at)} ${wall.time(incident.ended_at)}`),
      el("span", {}, outcome),
    ),
  );
}

/** `onOpen(id, incident)` is told which one. */
export function createEnded({ root, wall, onOpen }) {
  const list = root.querySelector("[data-list]");
  const say = createNotice(root.querySelector("[data-messages]"));

  async function fetchEnded() {
    say();
    try {
      const lists = await Promise.all(["closed", "cancelled"].map((status) => get(`/api/incidents?status=${status}&page_size=${MOST}`)));
      const ended = lists.flatMap(({ results }) => results).sort((one, other) => Date.parse(other.ended_at) - Date.parse(one.ended_at));
      const rows = ended.slice(0, MOST).map((incident) => rowNode(incident, wall, onOpen));
      list.replaceChildren(...(rows.length ? rows : [el("li", { class: "empty" }, gettext("No call has ended yet."))]));
    } catch (problem) {
      say("error", problem.message);
    }
  }

  const show = () => root.open && fetchEnded();
  root.addEventListener("toggle", show);
  show(); // unfolded before this script was there
}
