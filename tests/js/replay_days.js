/** Replays what a console was told, from standard input: one line a day, `{steps: [{messages, calls}], expected}`. */

import { createInterface } from "node:readline";

import { EMPTY, apply } from "../../static/js/live/state.js";
import { assertSamePicture } from "./same_picture.js";

/** The calls that the console misses are fetched as they were after the step. */
function fetched(state, calls) {
  return Object.entries(state.missing).reduce((known, [id, version]) => {
    return apply(known, calls[id] ? { kind: "incident", version, incident: calls[id] } : { kind: "gone", id });
  }, state);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { steps, expected } = JSON.parse(line);
  const { picture } = steps.reduce((state, { messages, calls }) => fetched(messages.reduce(apply, state), calls), EMPTY);
  assertSamePicture(picture, expected);
}
