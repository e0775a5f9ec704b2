/**
 * The picture of the work, as a pure function of messages: `apply(state, message)` gives a new state and changes
 * nothing else. The same file serves the console and the officer's page; the tests replay message sequences on it.
 *
 * Messages: `snapshot` and `journal` as the socket sends them; `range` (entries fetched over HTTP, in order);
 * `order` (a dispatch, at its commit); `incident` (one call fetched whole); `taken` (one that this page made); `gone`; `positions` (where units are now).
 */

import { factsOfConsole } from "./console_facts.js";
import { factsOfOfficer } from "./officer_facts.js";

const REMEMBERED = 500;

/**
 * Before the first snapshot. `complete`: every fact up to this position was applied. `missing` maps calls to be
 * fetched to a number that grows with every fact about them. `stale`: only a new snapshot can tell.
 */
export const EMPTY = Object.freeze({
  ready: false,
  face: "console",
  position: 0,
  complete: 0,
  topics: {},
  applied: [],
  missing: {},
  fixes: {},
  stale: false,
  picture: { units: {}, incidents: {}, alarms: {}, unit: null, orders: {} },
});

const FACTS = { console: factsOfConsole, officer: factsOfOfficer };

/** Whether facts before this message have not arrived: fetch the range before applying it. */
export function isHole(state, message) {
  return state.ready && message.previous > (state.topics[message.topic] ?? 0);
}

/** Whether the server knows of entries of our topics that have not arrived. */
export function isBehind(state, topics) {
  return Object.entries(topics).some(([topic, position]) => position > (state.topics[topic] ?? 0));
}

function fixesOf(units) {
  return Object.fromEntries(
    Object.values(units)
      .filter((unit) => unit.fix)
      .map((unit) => [unit.id, unit.fix]),
  );
}

function applySnapshot(state, message) {
  const picture = { ...EMPTY.picture, ...message.picture };
  return {
    ...EMPTY,
    ready: true,
    face: message.face,
    position: message.position,
    complete: message.position,
    topics: { ...message.topics },
    fixes: { ...state.fixes, ...fixesOf(picture.units) },
    picture,
  };
}

function applyEntry(state, entry) {
  const changed = FACTS[state.face](state, entry);
  return {
    ...changed,
    position: Math.max(state.position, entry.position),
    applied: [entry.position, ...state.applied].slice(0, REMEMBERED),
  };
}

function applyJournal(state, message) {
  const { topic, position, entry } = message;
  if (!state.ready || position <= (state.topics[topic] ?? 0)) {
    return state;
  }
  const next = state.applied.includes(position) ? state : applyEntry(state, entry);
  return { ...next, topics: { ...next.topics, [topic]: position } };
}

/** Every entry from `after` to `through`, in order. Facts are absolute: those known already may be applied again. */
function applyRange(state, { entries, through }) {
  const next = entries.reduce(applyEntry, state);
  const topics = Object.fromEntries(
    Object.entries(next.topics).map(([topic, position]) => [topic, Math.max(position, through)]),
  );
  const position = Math.max(next.position, through);
  return { ...next, topics, position, complete: position };
}

/** The server's last position of each topic, a moment ago: once we have them all, nothing before is outstanding. */
function applyPong(state, { topics }) {
  return isBehind(state, topics) ? state : { ...state, complete: Math.max(state.complete, ...Object.values(topics)) };
}

/** A call fetched whole. It stays missing if facts about it came while it was on its way. */
function applyIncident(state, { incident, version }) {
  if (state.missing[incident.id] !== version) {
    return state;
  }
  const { [incident.id]: _found, ...missing } = state.missing;
  const { [incident.id]: known, ...others } = state.picture.incidents;
  const incidents = incident.status === "open" ? { ...others, [incident.id]: { ...known, ...incident } } : others;
  return { ...state, missing, picture: { ...state.picture, incidents } };
}

/** A call that this page has just taken: shown before the news of it comes round. */
function applyTaken(state, { incident }) {
  const known = state.picture.incidents[incident.id];
  const { place, type_name } = incident; // no fact holds words
  const incidents = { ...state.picture.incidents, [incident.id]: { ...incident, ...known, place, type_name } };
  return { ...state, picture: { ...state.picture, incidents } };
}

/** A dispatch that rings before the journal tells of it, in place of any other; a new snapshot tells whether it still stands. */
function applyOrder(state, { order }) {
  if (!state.ready || state.picture.orders[order.id]) {
    return state;
  }
  const others = Object.entries(state.picture.orders).filter(([, { assignment }]) => !assignment);
  const orders = { ...Object.fromEntries(others), [order.id]: order };
  return { ...state, stale: true, picture: { ...state.picture, orders } };
}

/** A call that may no longer be read, or is no more. */
function applyGone(state, { id }) {
  const { [id]: _gone, ...missing } = state.missing;
  const { [id]: _known, ...incidents } = state.picture.incidents;
  return { ...state, missing, picture: { ...state.picture, incidents } };
}

/** Rows of `[unit, lon, lat, heading, age in seconds]` as of a moment. */
function applyPositions(state, { as_of: asOf, units }) {
  const moment = Date.parse(asOf);
  const fixes = { ...state.fixes };
  for (const [id, lon, lat, heading, age] of units) {
    fixes[id] = { lon, lat, heading, fixed_at: new Date(moment - age * 1000).toISOString() };
  }
  return { ...state, fixes };
}

const APPLY = {
  snapshot: applySnapshot,
  journal: applyJournal,
  order: applyOrder,
  range: applyRange,
  incident: applyIncident,
  taken: applyTaken,
  gone: applyGone,
  positions: applyPositions,
  pong: applyPong,
  rights: (state) => ({ ...state, stale: true }),
};

/**
 * The state after a message.
 *
 * Raises an Error for a kind of message that nobody agreed on.
 */
export function apply(state, message) {
  const step = APPLY[message.kind];
  if (!step) {
    throw new Error(`Unknown kind of message: ${message.kind}`);
  }
  return step(state, message);
}
