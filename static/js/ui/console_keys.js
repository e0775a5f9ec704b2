/** Keys of the console, answered and listed from one table. In a field, letters are the field's own. */

import { isComposing } from "../lib/composition.js";
import { byId, el } from "../lib/dom.js";
import { gettext } from "../lib/words.js";
import { followRows, goToPane, nextPane } from "./pane_keys.js";

/** `name` as printed on the key, `key` as the browser says it; `anywhere`: in a field too. */
function keysOf({ escape, newCall, alarms, line, log, rank, help }) {
  return [
    { name: "/", act: line, says: gettext("Command line") },
    { name: "N", act: newCall, says: gettext("New call") },
    ...[1, 2, 3, 4, 5].map((number) => ({ name: String(number), act: () => rank(number), says: gettext("Send the unit of this rank to the open call") })),
    { name: "A", act: alarms, says: gettext("Alarms") },
    { name: "L", act: log, says: gettext("Log") },
    { name: "F2", anywhere: true, act: () => goToPane("calls"), says: gettext("Calls") },
    { name: "F3", anywhere: true, act: () => goToPane("map"), says: gettext("The open call, or the map") },
    { name: "F4", anywhere: true, act: () => goToPane("force"), says: gettext("Force") },
    { name: "F6", anywhere: true, act: nextPane, says: gettext("Next pane") },
    { name: "↑ ↓", says: gettext("Next row of a list; what was done before, on the command line") },
    { name: "?", act: help, says: gettext("Keys") },
    { name: "Esc", anywhere: true, key: "escape", act: escape, says: gettext("Put away what lies on top; then the command line") },
  ];
}

/** What the command line understands, by example. */
const COMMANDS = () => [
  ["N …", gettext("New call at a place")],
  ["D 12 A1 A3", gettext("Send units; without any, the first that is recommended")],
  ["E A1", gettext("En route")],
  ["A A1", gettext("On scene")],
  ["C A1 …", gettext("Done; with an outcome, the call too")],
  ["H 12 10 …", gettext("Let a call wait for minutes, with a reason")],
  ["LV 12 …", gettext("Set the level of a call")],
  ["12", gettext("Show a call")],
  ["A1 ?", gettext("Show a unit")],
  ["/ …", gettext("Find units")],
];

function isTyping({ target }) {
  return target.matches("input:not([type=checkbox]), textarea, select");
}

function rowsOf(pairs) {
  return pairs.flatMap(([names, says]) => [el("dt", {}, ...names.map((name) => el("kbd", {}, name))), el("dd", {}, says)]);
}

/** Keys that do the same stand in one row. */
function fillDialog(dialog, keys) {
  const bySaying = Map.groupBy(keys, ({ says }) => says);
  dialog.querySelector("[data-keys]").append(...rowsOf([...bySaying].map(([says, same]) => [same.map(({ name }) => name), says])));
  dialog.querySelector("[data-commands]").append(...rowsOf(COMMANDS().map(([example, says]) => [[example], says])));
}

/** `acts`: `{escape, newCall, alarms, line, log}` are called without anything, `rank` with the number of a ranked unit. */
export function followConsoleKeys(acts) {
  const dialog = byId("keys");
  const help = () => dialog.showModal();
  const keys = keysOf({ ...acts, help });
  const byKey = new Map(keys.filter(({ act }) => act).map((one) => [one.key ?? one.name.toLowerCase(), one]));
  fillDialog(dialog, keys);
  byId("keys-open").addEventListener("click", help);
  followRows();
  addEventListener("keydown", (event) => {
    const pressed = byKey.get(event.key.normalize("NFKC").toLowerCase());
    if (!pressed || isComposing(event) || document.querySelector("dialog[open]")) {
      return;
    }
    if (!pressed.anywhere && (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey)) {
      return;
    }
    if (pressed.key !== "escape") {
      event.preventDefault();
    }
    pressed.act();
  });
}
