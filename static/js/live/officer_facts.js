/** What each journal entry changes in the officer's picture: own unit, own orders. Pure: state in, state out. */

import { withPicture } from "./picture.js";

const ORDER_STEPS = {
  "order.delivered": ["delivered", "delivered_at"],
  "order.seen": ["seen", "seen_at"],
  "order.acknowledged": ["acknowledged", "acknowledged_at"],
};
const ASSIGNMENT_STEPS = {
  "assignment.en_route": ["en_route", "en_route_at"],
  "assignment.arrived": ["on_scene", "arrived_at"],
};

function changeOrder(state, id, change) {
  const order = state.picture.orders[id];
  return order
    ? withPicture(state, { orders: { ...state.picture.orders, [id]: { ...order, ...change(order) } } })
    : { ...state, stale: true };
}

/** The unit's own line says how far its order got, too. */
function withUnitOrder(state, id, next) {
  const { unit } = state.picture;
  const order = unit?.order;
  return order?.id === id && next ? withPicture(state, { unit: { ...unit, order: { ...order, state: next } } }) : state;
}

function orderOver(state, { data }) {
  const { [data.order]: _gone, ...orders } = state.picture.orders;
  const { unit } = state.picture;
  const own = unit?.order?.id === data.order ? { ...unit, order: null } : unit;
  return withPicture(state, { orders, unit: own });
}

function stale(state) {
  return { ...state, stale: true };
}

/** A new order carries words that no journal entry holds: ask for a snapshot, unless it rang here before. */
function orderSent(state, { data }) {
  return data.order in state.picture.orders ? state : stale(state);
}

function unitFact(state, { data }) {
  const { unit: id, ...facts } = data;
  const own = state.picture.unit;
  return own && own.id === id && facts.status !== "off_duty"
    ? withPicture(state, { unit: { ...own, ...facts } })
    : stale(state);
}

/** An order without a call may be over once it is acknowledged: only a snapshot tells. */
function orderStep(state, entry) {
  const { order: id } = entry.data;
  const [next, time] = ORDER_STEPS[entry.kind];
  const known = state.picture.orders[id];
  const changed = withUnitOrder(
    changeOrder(state, id, (order) => ({
      [time]: order[time] ?? entry.at,
      assignment: order.assignment && next === "acknowledged" ? { ...order.assignment, state: next } : order.assignment,
    })),
    id,
    next,
  );
  return next === "acknowledged" && known && !known.assignment ? stale(changed) : changed;
}

function assignmentStep(state, entry) {
  const { order: id } = entry.data;
  const [next, time] = ASSIGNMENT_STEPS[entry.kind];
  const changed = changeOrder(state, id, (order) => ({
    acknowledged_at: order.acknowledged_at ?? entry.at,
    assignment: order.assignment ? { ...order.assignment, state: next, [time]: entry.at } : null,
  }));
  return withUnitOrder(changed, id, next);
}

/** Reports from the scene, of whatever unit on the call. */
function reported(time) {
  return (state, { data }) => {
    const orders = Object.entries(state.picture.orders).map(([id, order]) =>
      order.assignment?.incident === data.incident ? [id, { ...order, assignment: { ...order.assignment, [time]: data[time] } }] : [id, order],
    );
    return withPicture(state, { orders: Object.fromEntries(orders) });
  };
}

const REPORTS = {
  "incident.first_reported": reported("first_report_at"),
  "incident.controlled": reported("controlled_at"),
  "incident.reported_directly": reported("reported_to"),
};

const FACTS = {
  "unit.signed_on": stale,
  "unit.crew_changed": unitFact,
  "unit.vehicle_changed": unitFact,
  "unit.status_changed": unitFact,
  "unit.signed_off": stale,
  "alarm.raised": stale,
  "alarm.acknowledged": stale,
  "alarm.closed": stale,
  "order.sent": orderSent,
  "order.delivered": orderStep,
  "order.seen": orderStep,
  "order.acknowledged": orderStep,
  "order.done": orderOver,
  "order.withdrawn": orderOver,
  "assignment.en_route": assignmentStep,
  "assignment.arrived": assignmentStep,
  "assignment.cleared": orderOver,
  "assignment.withdrawn": orderOver,
};

/** The state after a fact. Facts of other units change nothing. */
export function factsOfOfficer(state, entry) {
  if (REPORTS[entry.kind]) {
    return REPORTS[entry.kind](state, entry);
  }
  const { unit } = entry.data;
  const own = state.picture.unit;
  const concerns = entry.kind.startsWith("alarm.") || !own || unit === own.id || entry.data.order in state.picture.orders;
  return FACTS[entry.kind] && concerns ? FACTS[entry.kind](state, entry) : state;
}
