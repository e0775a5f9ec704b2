/** One question before something that cannot be taken back. */

import { setText } from "../lib/dom.js";

/** `ask(text, yes)` shows the dialog and gives whether it was confirmed; Esc and the other button refuse. */
export function createAsk(dialog) {
  const text = dialog.querySelector("[data-text]");
  const yes = dialog.querySelector("[value=yes]");
  return (words, confirm) =>
    new Promise((resolve) => {
      setText(text, words);
      setText(yes, confirm);
      dialog.returnValue = "";
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
      dialog.showModal();
    });
}
