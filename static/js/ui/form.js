/** A small form that sends one command and says how it went. */

import { command } from "../lib/http.js";
import { createNotice } from "./notice.js";

/**
 * @param path     gives the address of the command
 * @param body     `(elements)` gives what is sent, or null where something is missing
 * @param missing  said then
 * @param onDone   told afterwards; returns the function that says something beneath the form
 */
export function wireForm(form, { path, body, onDone, missing }) {
  const say = createNotice(form.querySelector("[data-messages]"));
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const content = body(form.elements);
    if (busy || !content) {
      return content || say("error", missing);
    }
    busy = true;
    say();
    try {
      const answer = await command(path(), content);
      form.reset();
      say("warning", ...(answer?.warnings ?? []).map(({ message }) => message));
      onDone();
    } catch (problem) {
      say("error", problem.message);
    } finally {
      busy = false;
    }
    return null;
  });
  return say;
}
