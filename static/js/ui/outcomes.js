/** How calls end. The page brings the list: code, name, and to whom each is offered. */

import { pageData } from "../lib/dom.js";

let known = null;

function outcomes() {
  known ??= pageData("page").outcomes;
  return known;
}

/** An outcome in words; what is no code as it stands. */
export function outcomeName(code) {
  return outcomes().find((outcome) => outcome.code === code)?.name ?? code;
}

/** What a crew chooses from. */
export function outcomesOnScene() {
  return outcomes().filter((outcome) => outcome.on_scene);
}

/** What the desk closes with when nobody was sent. */
export function outcomesWithoutDispatch() {
  return outcomes().filter((outcome) => outcome.without_dispatch);
}
