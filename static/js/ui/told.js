/** What the crew was told beside its order: a withdrawal, a corrected place, a question. Each is answered by one touch. */

import { el, reconcile, setHidden, setText } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/words.js";
import { orderKindName } from "./wording.js";

const PROMPT = "on_scene_prompt";

/** What an order says; a crew long on scene is told how long, by the server's clock. */
export function toldText(order, call) {
  if (order.kind !== PROMPT || !call?.arrived_at) {
    return order.text;
  }
  const minutes = Math.floor((Date.parse(order.sent_at) - Date.parse(call.arrived_at)) / 60000);
  return interpolate(gettext("You have been on scene for %(minutes)s min. Finish it, take it away, or ask for support."), { minutes });
}

/** `render(orders, current, isQueued)`; `onStep(order, step, body)`, where support is asked for by the unit on its call. */
export function createTold({ list, wall, onStep }) {
  let call = null;

  function choice(kind, words, onclick) {
    return el("button", { class: `button ${kind} choice`, type: "button", onclick }, words);
  }

  function create(order) {
    const acknowledge = choice("button-primary", gettext("Acknowledge"), () => onStep(order, "acknowledge", {}));
    const support = order.kind === PROMPT ? choice("", gettext("Ask for support"), () => onStep({ ...order, assignment: call }, "support", {})) : null;
    return el(
      "li",
      { class: "order told" },
      el("p", { class: "order-facts" }, wall.time(order.sent_at)),
      el("h2", {}, orderKindName(order.kind)),
      el("p", { class: "order-place", dir: "auto" }),
      support ? el("div", { class: "pair" }, support, acknowledge) : acknowledge,
    );
  }

  return {
    render(orders, current, isQueued) {
      call = current?.assignment ?? null;
      const others = Object.values(orders).filter(({ id, acknowledged_at: done }) => id !== current?.id && !done);
      setHidden(list, !others.length);
      reconcile(list, others, {
        keyOf: ({ id }) => id,
        create,
        update(item, order) {
          setText(item.querySelector(".order-place"), toldText(order, call));
          for (const button of item.querySelectorAll("button")) {
            button.disabled = isQueued(order);
          }
        },
      });
    },
  };
}
