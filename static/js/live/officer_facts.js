/** What each journal entry changes in the officer's picture: own unit, own orders. Pure: state in, state out. */

const ORDER_TIMES = { "order.delivered": "delivered_at", "order.seen": "seen_at", "order.acknowledged": "acknowledged_at" };
const ASSIGNMENT_STATES = { "assignment.en_route": "en_route", "assignment.arrived": "on_scene" };

function withPicture(state, changes) {
  return { ...state, picture: { ...state.picture, ...changes } };
}

function changeOrder(state, id, change) {
  const order = state.picture.orders[id];
  return order
    ? withPicture(state, { orders: { ...state.picture.orders, [id]: { ...order, ...change(order) } } })
    : { ...state, stale: true };
}

function orderOver(state, { data }) {
  const { [data.order]: _gone, ...orders } = state.picture.orders;
  return withPicture(state, { orders });
}

/** A new order carries words that no journal entry holds: ask for a snapshot. */
function stale(state) {
  return { ...state, stale: true };
}

function unitFact(state, { data }) {
  const { unit: id, ...facts } = data;
  const own = state.picture.unit;
  return own && own.id === id && facts.status !== "off_duty"
    ? withPicture(state, { unit: { ...own, ...facts } })
    : stale(state);
}

function orderStep(state, entry) {
  const time = ORDER_TIMES[entry.kind];
  return changeOrder(state, entry.data.order, (order) => ({ [time]: order[time] ?? entry.at }));
}

function assignmentStep(state, entry) {
  const next = ASSIGNMENT_STATES[entry.kind];
  return changeOrder(state, entry.data.order, (order) => ({
    acknowledged_at: order.acknowledged_at ?? entry.at,
    assignment: order.assignment ? { ...order.assignment, state: next } : null,
  }));
}

const FACTS = {
  "unit.signed_on": stale,
  "unit.crew_changed": unitFact,
  "unit.vehicle_changed": unitFact,
  "unit.status_changed": unitFact,
  "unit.signed_off": stale,
  "order.sent": stale,
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
  const { unit } = entry.data;
  const own = state.picture.unit;
  const concerns = !own || unit === own.id || entry.data.order in state.picture.orders;
  return FACTS[entry.kind] && concerns ? FACTS[entry.kind](state, entry) : state;
}
