/** What this desk or this person was told: a unit was lent, a call is reported directly. Shown until acknowledged. */

import { el, reconcile, setHidden } from "../lib/dom.js";
import { command, get } from "../lib/http.js";
import { gettext, interpolate } from "../lib/words.js";
import { createNotice } from "./notice.js";

const AGAIN_MS = 5000; // well within the 10 s in which an order must reach a page

function textOf({ kind, text, sent_by: by }) {
  const words = {
    unit_lent: gettext("Lent by %(name)s: %(what)s"),
    direct_report: gettext("Direct report by %(name)s: %(what)s"),
  };
  return interpolate(words[kind] ?? gettext("%(name)s: %(what)s"), { name: by, what: text });
}

/** `root` holds the list; asked again every 5 s, and at once after an answer. `onOpenCall(id)`: show the call. */
export function followDeskOrders({ root, wall, onOpenCall }) {
  const list = root.querySelector("[data-list]");
  const say = createNotice(root.querySelector("[data-messages]"));

  async function acknowledge(order) {
    say();
    try {
      await command(`/api/orders/${order.id}/acknowledge`);
      await refresh();
    } catch (problem) {
      say("error", problem.message);
    }
  }

  function create(order) {
    return el(
      "li",
      { class: "desk-order" },
      el("span", { class: "hint tabular" }, [wall.time(order.sent_at), order.desk].join(" · ")),
      order.incident
        ? el("button", { class: "desk-order-call", type: "button", dir: "auto", onclick: () => onOpenCall(order.incident) }, textOf(order))
        : el("strong", { dir: "auto" }, textOf(order)),
      el(
        "span",
        { class: "row" },
        el("button", { class: "button button-primary", type: "button", onclick: () => acknowledge(order) }, gettext("Acknowledge")),
      ),
    );
  }

  async function refresh() {
    const orders = await get("/api/desk-orders");
    setHidden(root, !orders.length);
    reconcile(list, orders, { keyOf: ({ id }) => id, create, update: () => {} });
    if (!document.hidden) {
      await Promise.all(orders.filter(({ delivered }) => !delivered).map(({ id }) => command(`/api/orders/${id}/seen`)));
    }
  }

  /** A console that is cut off says so elsewhere; the next round asks again. */
  const ask = () => refresh().catch(() => {});

  ask();
  setInterval(ask, AGAIN_MS);
}
