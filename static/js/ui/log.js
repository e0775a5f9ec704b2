/** The last events of the journal under the panes: the newest on the line, the others in a list, with a way back where there is one. */

import { byId, el, fillWhenChanged, reconcile, setHidden, setText } from "../lib/dom.js";
import { command, get } from "../lib/http.js";
import { wayBack } from "../lib/take_back.js";
import { gettext } from "../lib/words.js";
import { unitName } from "./calls.js";
import { createNotice } from "./notice.js";
import { outcomeName } from "./outcomes.js";
import { factText, factWords, levelName } from "./wording.js";

const MOST_KEPT = 60;
const LOOKED_BACK = 200; // positions of the journal, when the page opens
const QUIET = /^order\.(sent|done|withdrawn|delivered|seen)$/;

/**
 * `hear(entry, state)` for every fact after it was applied, `render(state)` on every change, `toggle()`, `isOpen()`, `close()`.
 *
 * @param mayDispatch whether this person may take anything back
 * @param onOpenCall  told the id of a call that was chosen
 */
export function createLog({ wall, mayDispatch, onOpenCall, onChanged }) {
  const [section, list, open, newest, empty] = ["log", "log-list", "log-open", "log-newest", "log-empty"].map(byId);
  const say = createNotice(byId("log-messages"));
  const kept = new Map(); // position -> entry, the newest last
  const numbers = new Map(); // of calls, those that ended too
  let asked = false;
  let shown = null;

  function keep(entry) {
    const { kind, data, position } = entry;
    if (kind === "incident.opened") {
      numbers.set(data.incident, `${data.year}-${String(data.number).padStart(6, "0")}`);
    }
    if (factText(kind) !== kind && !QUIET.test(kind)) {
      kept.set(position, entry);
    }
  }

  function trim() {
    const positions = [...kept.keys()].sort((one, other) => one - other);
    positions.slice(0, -MOST_KEPT).forEach((position) => kept.delete(position));
  }

  /** What happened before the page opened. */
  async function ask(state) {
    asked = true;
    try {
      const { results } = await get(`/api/journal?after=${Math.max(0, state.position - LOOKED_BACK)}`);
      results.forEach((entry) => kept.has(entry.position) || keep(entry));
      trim();
      render(state);
    } catch {
      asked = false; // with the next change
    }
  }

  function hear(entry) {
    keep(entry);
    trim();
  }

  function numberOf({ data }, { picture }) {
    const number = picture.incidents[data.incident]?.number ?? numbers.get(data.incident);
    if (number) {
      numbers.set(data.incident, number);
    }
    return number;
  }

  function words(entry, state) {
    const { kind, data } = entry;
    const unit = data.unit && unitName(state, data.unit);
    const facts = [factWords(kind, data), unit, data.level && levelName(data.level), data.disposition && outcomeName(data.disposition)];
    return facts.filter(Boolean).join(" · ");
  }

  async function takeBack({ path, body }, button) {
    button.disabled = true;
    say();
    try {
      await command(path, body);
      onChanged();
    } catch (problem) {
      say("error", problem.message);
      button.disabled = false;
    }
  }

  function backButton(way) {
    return el("button", { class: "button", type: "button", onclick: ({ currentTarget }) => void takeBack(way, currentTarget) }, gettext("Take back"));
  }

  function createRow(entry) {
    const call = el("button", { class: "log-call", type: "button", onclick: () => onOpenCall(entry.data.incident) });
    const [what, by] = [el("span", { class: "log-what" }), el("span", { class: "by" }, entry.actor ?? "")];
    const row = el("li", { class: "log-row" }, el("time", { class: "tabular" }, wall.time(entry.at)), el("span", {}, what, " ", call, " ", by), el("span"));
    return Object.assign(row, { parts: { what, call } });
  }

  function updateRow(row, entry, state) {
    const way = mayDispatch ? wayBack(entry, state.picture.incidents) : null;
    const number = numberOf(entry, state) ?? "";
    setText(row.parts.what, words(entry, state));
    setText(row.parts.call, number);
    setHidden(row.parts.call, !number);
    row.parts.call.disabled = !state.picture.incidents[entry.data.incident];
    fillWhenChanged(row.lastElementChild, JSON.stringify(way), () => (way ? [backButton(way)] : []));
  }

  function render(state) {
    shown = state;
    if (state.ready && !asked) {
      void ask(state);
    }
    const entries = [...kept.values()].sort((one, other) => other.position - one.position);
    const [last] = entries;
    setText(newest, last ? [wall.time(last.at), words(last, state), numberOf(last, state)].filter(Boolean).join(" · ") : "");
    setHidden(empty, entries.length > 0);
    if (!section.hidden) {
      reconcile(list, entries, { keyOf: ({ position }) => position, create: createRow, update: (row, entry) => updateRow(row, entry, state) });
    }
  }

  function show(wanted) {
    section.hidden = !wanted;
    open.setAttribute("aria-expanded", String(wanted));
    if (wanted && shown) {
      render(shown);
      section.focus();
    }
  }

  open.addEventListener("click", () => show(section.hidden));
  return { hear, render, toggle: () => show(section.hidden), isOpen: () => !section.hidden, close: () => show(false) };
}
