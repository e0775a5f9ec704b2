/** The ground as the server has it, fetched again when a fact says that it changed. */

import { get } from "../lib/http.js";

const SETTLE_MS = 300;
const CHANGES = /^(zone|beat|point|route|caution)\.|^map\.imported$/;

/** Whether a message of the stream may have changed the ground: a fact about it, or a picture after a break. */
export function changesGround(message) {
  const entries = { journal: () => [message.entry], range: () => message.entries }[message.kind]?.() ?? [];
  return message.kind === "snapshot" || entries.some(({ kind }) => CHANGES.test(kind));
}

/**
 * Follows the ground. The first picture loads it; an import of a thousand zones loads it once more, not a thousand
 * times; what did not change costs the server one digest (304).
 *
 * @param onGround   told the FeatureCollection
 * @param onProblem  told the Problem when it could not be read
 */
export function followGround({ onGround, onProblem }) {
  let timer = null;
  let shown = "";

  async function load() {
    timer = null;
    try {
      const ground = await get("/api/zones");
      const text = JSON.stringify(ground);
      if (text !== shown) {
        shown = text;
        onGround(ground);
      }
    } catch (problem) {
      onProblem(problem);
    }
  }

  return {
    /** A message of the stream. */
    hear(message) {
      if (changesGround(message)) {
        timer ??= setTimeout(load, SETTLE_MS);
      }
    },
    load,
  };
}
