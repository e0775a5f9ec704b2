/** Keys of the console: N, A, /, 1 to 5 and Esc. In a field, letters are the field's own. */

import { isComposing } from "../lib/composition.js";

function isTyping({ target }) {
  return target.matches("input:not([type=checkbox]), textarea, select");
}

/** `{escape, newCall, alarms, line}` are called without anything, `rank` with the number of a ranked unit. */
export function followConsoleKeys({ escape, newCall, alarms, line, rank }) {
  const acts = { n: newCall, a: alarms, "/": line };
  [1, 2, 3, 4, 5].forEach((number) => (acts[number] = () => rank(number)));
  addEventListener("keydown", (event) => {
    if (isComposing(event)) {
      return;
    }
    if (event.key === "Escape") {
      escape();
      return;
    }
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const act = acts[event.key.normalize("NFKC").toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    }
  });
}
