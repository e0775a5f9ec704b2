/** Messages near where a person acted: what went wrong, or what was done. */

import { el, icon } from "../lib/dom.js";

const ICONS = { error: "alert-triangle", warning: "info-circle", done: "circle-check" };

/** A message of one kind: `error`, `warning` or `done`. */
export function messageNode(kind, text) {
  const role = kind === "error" ? "alert" : "status";
  return el("p", { class: `message message-${kind}`, role }, icon(ICONS[kind]), el("span", {}, text));
}

/** Show messages in `place`, or clear it: `say("error", "...")`, `say()`. */
export function createNotice(place) {
  return function say(kind, ...texts) {
    place.replaceChildren(...texts.filter(Boolean).map((text) => messageNode(kind, text)));
  };
}
