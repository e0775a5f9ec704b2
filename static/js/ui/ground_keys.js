/** Keys of the ground page: undo, redo, cancel. In a text field, undo is the field's own. */

import { isComposing } from "../lib/composition.js";

function isTyping({ target }) {
  return target.matches("input:not([type=checkbox]), textarea");
}

/** `{undo, redo, cancel}` are called for Ctrl-Z, Ctrl-Shift-Z or Ctrl-Y, and Esc. */
export function followKeys({ undo, redo, cancel }) {
  addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (isComposing(event)) {
      return;
    }
    if (key === "escape" && !document.querySelector("dialog[open]")) {
      cancel();
      return;
    }
    if (!(event.ctrlKey || event.metaKey) || isTyping(event)) {
      return;
    }
    if (key === "y" || (key === "z" && event.shiftKey)) {
      event.preventDefault();
      redo();
    } else if (key === "z") {
      event.preventDefault();
      undo();
    }
  });
}

/** A button that stays pressed: `onChange` is told whether it is. */
export function followPressed(button, onChange) {
  button.addEventListener("click", () => {
    const pressed = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(pressed));
    onChange(pressed);
  });
}
