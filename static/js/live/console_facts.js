/** What each journal entry changes in the console's picture. Pure: state in, state out. */

import { ALARM_FACTS } from "./alarm_facts.js";
import { FETCHED_AGAIN, TOLD_ON_THE_CARD, TOLD_WHOLE } from "./call_facts.js";
import { changeUnit, withPicture, without } from "./picture.js";

const ASSIGNMENT_TIMES = {
  "assignment.en_route": ["en_route", "en_route_at"],
  "assignment.arrived": ["on_scene", "arrived_at"],
  "assignment.cleared": ["cleared", "cleared_at"],
  "assignment.withdrawn": ["withdrawn", "withdrawn_at"],
};
const NO_TIMES = {
  delivered_at: null,
  seen_at: null,
  acknowledged_at: null,
  en_route_at: null,
  arrived_at: null,
  cleared_at: null,
  withdrawn_at: null,
};
const WAITS_NO_LONGER = { hold_until: null, hold_reason: "", returned_at: null, stacked: [] };
const AFTER = { ordered: 0, acknowledged: 1, en_route: 2, on_scene: 3, cleared: 4, withdrawn: 4 };
const ORDER_STEPS = {
  "order.delivered": ["delivered", "delivered_at"],
  "order.seen": ["seen", "seen_at"],
  "order.acknowledged": ["acknowledged", "acknowledged_at"],
};
const ORDER_RANK = { ordered: 0, delivered: 1, seen: 2, acknowledged: 3, en_route: 4, on_scene: 5 };

/** Note that a call must be fetched, or fetched again because something happened to it meanwhile. */
function missing(state, id) {
  return { ...state, missing: { ...state.missing, [id]: (state.missing[id] ?? 0) + 1 } };
}

function changeIncident(state, id, change) {
  const incident = state.picture.incidents[id];
  const noted = !incident || state.missing[id] ? missing(state, id) : state;
  return incident
    ? withPicture(noted, { incidents: { ...state.picture.incidents, [id]: { ...incident, ...change(incident) } } })
    : noted;
}

/** A unit that the picture lacks is made from the fact; its call sign follows with the next snapshot. */
function unitFact(state, { data }) {
  const { unit: id, ...facts } = data;
  if (!state.picture.units[id]) {
    return { ...state, stale: true };
  }
  return changeUnit(state, id, (unit) => ({ ...facts, order: facts.status === "off_duty" ? null : unit.order }));
}

function orderSent(state, { data }) {
  if (!data.unit || !data.commits) {
    return state;
  }
  const incident = data.subject_label === "dispatch.incident" ? data.subject_id : null;
  const order = { id: data.order, kind: data.kind, state: "ordered", incident, assignment: null };
  return changeUnit(state, data.unit, () => ({ order }));
}

function advanceOrder(order, id, next) {
  return order?.id === id && ORDER_RANK[next] > ORDER_RANK[order.state] ? { ...order, state: next } : order;
}

function assignmentOfOrder(state, order) {
  for (const incident of Object.values(state.picture.incidents)) {
    const assignment = Object.values(incident.assignments ?? {}).find((one) => one.order === order);
    if (assignment) {
      return { incident, assignment };
    }
  }
  return null;
}

function orderStep(state, entry) {
  const { order, unit } = entry.data;
  const [next, time] = ORDER_STEPS[entry.kind];
  const changed = changeUnit(state, unit, (one) => ({ order: advanceOrder(one.order, order, next) }));
  const found = assignmentOfOrder(state, order);
  return found ? assignmentStep(changed, found, next, time, entry.at) : toldOfCall(changed, entry);
}

/** What the list of calls does not show of an order about a call, as the steps of a corrected place: the open card asks again. */
function toldOfCall(state, { position, data }) {
  const known = data.subject_label === "dispatch.incident" && state.picture.incidents[data.subject_id];
  return known ? changeIncident(state, data.subject_id, () => ({ changed: position })) : state;
}

function orderOver(state, { data }) {
  return changeUnit(state, data.unit, (unit) => ({ order: unit.order?.id === data.order ? null : unit.order }));
}

function assignmentStep(state, { incident, assignment }, next, time, at) {
  const moved = AFTER[next] > AFTER[assignment.state] ? { state: next } : {};
  const after = { ...assignment, ...moved, [time]: assignment[time] ?? at };
  return changeIncident(state, incident.id, (one) => ({ assignments: { ...one.assignments, [after.id]: after } }));
}

function incidentOpened(state, { data, at }) {
  if (state.picture.incidents[data.incident]) {
    return state; // a range that was fetched again
  }
  const { incident: id, year, number, type, ...facts } = data;
  const opened = {
    ...facts,
    id,
    type,
    type_name: type,
    number: `${year}-${String(number).padStart(6, "0")}`,
    place: "",
    status: "open",
    received_at: at,
    assignments: {},
  };
  return missing(withPicture(state, { incidents: { ...state.picture.incidents, [id]: opened } }), id);
}

function incidentAssigned(state, { data, at }) {
  const { incident, assignment: id, unit, order, rank } = data;
  const assigned = {
    ...NO_TIMES,
    id,
    incident,
    unit,
    call_sign: state.picture.units[unit]?.call_sign ?? "",
    order,
    rank,
    primary: false,
    state: "ordered",
    assigned_at: at,
  };
  const changed = changeIncident(state, incident, (one) => ({
    ...WAITS_NO_LONGER,
    assignments: { ...one.assignments, [id]: { ...assigned, ...one.assignments[id] } },
  }));
  return changeUnit(changed, unit, (one) => ({
    order:
      one.order?.id === order
        ? { ...one.order, incident, assignment: id }
        : { id: order, kind: "incident", state: "ordered", incident, assignment: id },
  }));
}

function incidentOver(state, { data }) {
  const gone = withPicture(state, { incidents: without(state.picture.incidents, data.incident) });
  return { ...gone, missing: without(gone.missing, data.incident) };
}

function assignmentFact(state, entry) {
  const { incident: incidentId, assignment: id, unit, order } = entry.data;
  const [next, time] = ASSIGNMENT_TIMES[entry.kind];
  const over = next === "cleared" || next === "withdrawn";
  const changed = over
    ? orderOver(state, entry)
    : changeUnit(state, unit, (one) => ({ order: advanceOrder(one.order, order, next) }));
  const incident = changed.picture.incidents[incidentId];
  const assignment = incident?.assignments?.[id];
  return assignment
    ? assignmentStep(changed, { incident, assignment }, next, time, entry.at)
    : missing(changed, incidentId);
}

function touched(state, { position, data }, fields = []) {
  const told = Object.fromEntries(fields.map((field) => [field, data[field]]));
  return changeIncident(state, data.incident, () => ({ ...told, changed: position }));
}

const CALL_FACTS = {
  ...Object.fromEntries(TOLD_ON_THE_CARD.map((kind) => [kind, (state, entry) => touched(state, entry)])),
  ...Object.fromEntries(
    Object.entries(TOLD_WHOLE).map(([kind, fields]) => [kind, (state, entry) => touched(state, entry, fields)]),
  ),
  ...Object.fromEntries(
    FETCHED_AGAIN.map((kind) => [kind, (state, entry) => missing(touched(state, entry), entry.data.incident)]),
  ),
};

const FACTS = {
  ...CALL_FACTS,
  ...ALARM_FACTS,
  "unit.signed_on": unitFact,
  "unit.crew_changed": unitFact,
  "unit.vehicle_changed": unitFact,
  "unit.status_changed": unitFact,
  "unit.signed_off": unitFact,
  "order.sent": orderSent,
  "order.delivered": orderStep,
  "order.seen": orderStep,
  "order.acknowledged": orderStep,
  "order.woken": toldOfCall,
  "order.wake_failed": toldOfCall,
  "order.done": orderOver,
  "order.withdrawn": orderOver,
  "incident.opened": incidentOpened,
  "incident.assigned": incidentAssigned,
  "incident.closed": incidentOver,
  "incident.cancelled": incidentOver,
  "assignment.en_route": assignmentFact,
  "assignment.arrived": assignmentFact,
  "assignment.cleared": assignmentFact,
  "assignment.withdrawn": assignmentFact,
};

/** The state after a fact. Facts that the console does not show change nothing. */
export function factsOfConsole(state, entry) {
  return FACTS[entry.kind] ? FACTS[entry.kind](state, entry) : state;
}
