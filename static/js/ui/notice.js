/** Messages near where a person acted: what went wrong, or what was done. */

import { el } from "../lib/dom.js";
import { shapeNode } from "./shape.js";

/** Drawn here and not fetched: a message about a lost network must not wait for its icon. */
const SHAPES = { error: ["octagon", "red"], warning: ["triangle", "amber"], done: ["circle", "green"] };

/** A message of one kind: `error`, `warning` or `done`. */
export function messageNode(kind, text) {
  const role = kind === "error" ? "alert" : "status";
  return el("p", { class: `message message-${kind}`, role }, shapeNode(...SHAPES[kind]), el("span", {}, text));
}

/** Show messages in `place`, or clear it: `say("error", "...")`, `say()`. */
export function createNotice(place) {
  return function say(kind, ...texts) {
    place.replaceChildren(...texts.filter(Boolean).map((text) => messageNode(kind, text)));
  };
}
