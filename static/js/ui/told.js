/** What the crew was told beside its order: a withdrawal, a corrected place. Each is acknowledged by one touch. */

import { el, reconcile, setHidden, setText } from "../lib/dom.js";
import { gettext } from "../lib/words.js";
import { orderKindName } from "./wording.js";

/** `render(orders, current, isQueued)`; `onAcknowledge(order)` is told which one. */
export function createTold({ list, wall, onAcknowledge }) {
  function create(order) {
    const button = el("button", { class: "button button-primary choice", type: "button", onclick: () => onAcknowledge(order) }, gettext("Acknowledge"));
    return el("li", { class: "order told" }, el("p", { class: "order-facts" }, wall.time(order.sent_at)), el("h2", {}, orderKindName(order.kind)), el("p", { class: "order-place", dir: "auto" }), button);
  }

  return {
    render(orders, current, isQueued) {
      const others = Object.values(orders).filter(({ id, acknowledged_at: done }) => id !== current?.id && !done);
      setHidden(list, !others.length);
      reconcile(list, others, {
        keyOf: ({ id }) => id,
        create,
        update(item, order) {
          setText(item.querySelector(".order-place"), order.text);
          item.querySelector("button").disabled = isQueued(order);
        },
      });
    },
  };
}
