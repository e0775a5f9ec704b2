/** Tells the server, once each, that an order arrived on this device and that somebody looks at it. */

import { command } from "../lib/http.js";

export function createAnswers() {
  const told = new Set();

  function tell(id, step) {
    const name = `${id} ${step}`;
    if (!told.has(name)) {
      told.add(name);
      command(`/api/orders/${id}/${step}`, {}, { evenWhenOld: true }).catch(() => told.delete(name));
    }
  }

  /** Every order of the picture is on the screen, unless nobody looks at the page. */
  return function answerFor({ picture }) {
    for (const { id, delivered_at: delivered, seen_at: seen } of Object.values(picture.orders)) {
      if (!delivered) {
        tell(id, "delivered");
      }
      if (!seen && !document.hidden) {
        tell(id, "seen");
      }
    }
  };
}
