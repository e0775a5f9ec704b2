/** The current order, large: what, where, how far and which way; beneath it the chain of steps, always in its place. */

import { el, fillWhenChanged, setHidden, setText, svg } from "../lib/dom.js";
import { bearing, directionName, distance, metresBetween } from "../lib/geo.js";
import { gettext, interpolate } from "../lib/words.js";
import { createOnScene } from "./on_scene.js";
import { outcomesOnScene } from "./outcomes.js";
import { orderKindName } from "./wording.js";

const ARROW = "M50 8L82 86L50 70L18 86Z";

/** How far an order got: by its own times and by its assignment's state, queued steps included. */
export const CHAIN = ["acknowledge", "en-route", "arrive", "clear"];
const REACHED = { ordered: 0, acknowledged: 1, en_route: 2, on_scene: 3, cleared: 4 };

export function progress(order) {
  const reached = REACHED[order.assignment?.state] ?? 0;
  return Math.max(reached, order.acknowledged_at ? 1 : 0);
}

const UNIT_STEPS = [...CHAIN, "support"];

/** The address of a step: of the order, of the unit on its call, or a report from the scene. */
export function stepPath({ id, assignment }, step) {
  if (step === "acknowledge") {
    return `/api/orders/${id}/acknowledge`;
  }
  return UNIT_STEPS.includes(step) ? `/api/assignments/${assignment.id}/${step}` : `/api/incidents/${assignment.incident}/situation`;
}

/** The order to show: the oldest that commits to a call; else the oldest of all. */
export function currentOrder(orders) {
  const sorted = Object.values(orders).sort((one, other) => Date.parse(one.sent_at) - Date.parse(other.sent_at));
  return sorted.find((order) => order.assignment) ?? sorted[0] ?? null;
}

function arrowTo(angle) {
  return svg("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" }, svg("path", { d: ARROW, transform: `rotate(${angle} 50 50)` }));
}

function wayNodes(call, own) {
  const angle = Math.round(bearing(own, call));
  const metres = metresBetween(own, call);
  return [arrowTo(angle), el("span", {}, el("strong", {}, distance(metres)), interpolate(gettext("straight line to the %(direction)s"), { direction: directionName(angle) }))];
}

/**
 * @param root    the section with the order
 * @param chain   the four buttons
 * @param wall    wall-clock texts
 * @param onStep  told `(order, step, body)`
 */
export function createOrder({ root, chain, outcomes, wall, onStep }) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const buttons = [...chain.querySelectorAll("button")];
  let current = null;
  let last = null;
  let done = 0;
  const scene = createOnScene({ wall, onReport: (situation) => onStep(current, situation, { situation }) });

  buttons.forEach((button, index) => {
    button.addEventListener("click", () => {
      if (!current || index !== done) {
        return;
      }
      if (CHAIN[index] === "clear") {
        setHidden(outcomes, !outcomes.hidden);
        render(current, last);
      } else {
        onStep(current, CHAIN[index], {});
      }
    });
  });
  outcomes.querySelector(".choices").append(
    ...outcomesOnScene().map(({ code, name }) =>
      el("button", { class: "button choice", type: "button", onclick: () => onStep(current, "clear", { disposition: code }) }, name),
    ),
  );

  function renderChain(times) {
    const whole = Boolean(current?.assignment);
    buttons.forEach((button, index) => {
      button.disabled = !current || index !== done || (!whole && index > 0);
      button.toggleAttribute("data-next", Boolean(current) && index === done && (whole || index === 0));
      button.toggleAttribute("data-done", Boolean(current) && index < done);
      setText(button.querySelector("small"), times[index] ?? "");
    });
  }

  function timesOf(order, queued) {
    const sent = gettext("not sent yet");
    const { en_route_at: left, arrived_at: arrived } = order.assignment ?? {};
    const times = [order.acknowledged_at, left, arrived];
    return CHAIN.map((step, index) => (queued.has(step) ? sent : times[index] ? wall.time(times[index]) : ""));
  }

  function renderCall(order, call) {
    setText(part("kind"), call ? call.type_name : orderKindName(order.kind));
    setText(part("place"), call ? call.place || gettext("Place by arrow and distance") : order.text);
    setText(part("number"), call ? call.number : "");
    setText(part("sent"), interpolate(gettext("sent %(time)s"), { time: wall.time(order.sent_at) }));
    setHidden(part("priority"), !call);
    if (call) {
      part("priority").className = `priority priority-${call.priority}`;
      setText(part("priority"), String(call.priority));
      part("route").href = `geo:${call.lat},${call.lon}?q=${call.lat},${call.lon}`;
    }
  }

  /** Makes room while the officer chooses an outcome. */
  function renderWay(call, own) {
    const choosing = !outcomes.hidden;
    setHidden(part("route"), !call || choosing || done >= CHAIN.indexOf("clear"));
    setHidden(part("way"), !call || !own || choosing);
    if (call && own) {
      fillWhenChanged(part("way"), JSON.stringify([call.id, own]), () => wayNodes(call, own));
    }
  }

  function follow(order) {
    if (current?.id !== order?.id) {
      setHidden(outcomes, true);
    }
    current = order;
    setHidden(root, !order);
  }

  /** `queued`: the steps of this order that wait for the network; `own`: where the phone is. */
  function render(order, { own, queued }) {
    last = { own, queued };
    follow(order);
    if (!order) {
      done = 0;
      scene.render(null, { shown: false, queued });
      renderChain([]);
      return;
    }
    const further = [...queued].map((step) => CHAIN.indexOf(step) + 1);
    done = Math.max(progress(order), ...further);
    setHidden(outcomes, outcomes.hidden || CHAIN[done] !== "clear");
    root.toggleAttribute("data-new", done === 0);
    scene.render(order.assignment, { shown: Boolean(order.assignment) && done === 3 && outcomes.hidden, queued });
    renderCall(order, order.assignment);
    renderWay(order.assignment, own);
    renderChain(timesOf(order, queued));
  }

  return { render };
}
