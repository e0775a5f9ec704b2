/** A call that was taken on type and place while its story is still being told: each line becomes a note. */

import { isComposing } from "../lib/composition.js";
import { setHidden, setText } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { gettext, interpolate } from "../lib/words.js";

/**
 * @param form    hides `[data-what]` and shows `[data-told]` while a story goes on
 * @param note    the field where it is typed
 * @param say     tells what went wrong, and what the server warns of
 * @param onSent  told when a line was sent
 */
export function createStory({ form, note, say, onSent }) {
  const told = form.querySelectorAll("[data-told]");
  const words = form.querySelector("[data-words]");
  const what = form.querySelectorAll("[data-what]");
  let taken = null;
  let sending = Promise.resolve();

  function show(call) {
    taken = call;
    what.forEach((node) => setHidden(node, Boolean(call)));
    told.forEach((node) => setHidden(node, !call));
    if (call) {
      const values = { number: call.number };
      setText(words, interpolate(gettext("%(number)s is taken: a unit can be sent. Keep typing; Enter adds each line to the call."), values));
      note.focus();
    }
  }

  async function post(call, text) {
    try {
      const { warnings } = await command(`/api/incidents/${call.id}/notes`, { text });
      say("warning", ...warnings.map(({ message }) => message));
    } catch (problem) {
      note.value = [text, note.value].filter(Boolean).join("\n");
      say("error", problem.message);
    } finally {
      onSent();
    }
  }

  /** Send what stands in the field, after the lines before it; true when nothing is left there. */
  async function send() {
    const [call, text] = [taken, note.value.trim()];
    note.value = "";
    if (text) {
      sending = sending.then(() => post(call, text));
    }
    await sending;
    return !note.value.trim();
  }

  note.addEventListener("keydown", (event) => {
    if (taken && event.key === "Enter" && !event.shiftKey && !isComposing(event)) {
      event.preventDefault();
      send();
    }
  });

  return { show, send, taken: () => taken };
}
