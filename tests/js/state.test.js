import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { EMPTY, apply, isBehind, isHole } from "../../static/js/live/state.js";
import { assertSamePicture } from "./same_picture.js";

const FOLDER = new URL("../contract/", import.meta.url);
const CALL = "11111111-1111-4111-8111-111111111111";

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".json"))) {
  const { about, messages, expected } = JSON.parse(readFileSync(new URL(file, FOLDER)));
  test(`${file}: ${about}`, () => {
    assertSamePicture(messages.reduce(apply, EMPTY).picture, expected);
  });
}

function snapshot(picture = {}) {
  const whole = { units: {}, incidents: {}, alarms: {}, ...picture };
  return { kind: "snapshot", face: "console", position: 10, topics: { "org.1": 10 }, picture: whole };
}

function opened(position, previous, topic = "org.1") {
  const data = { incident: CALL, year: 2026, number: 7, type: "theft", priority: 2, lon: 1, lat: 2 };
  return {
    kind: "journal",
    topic,
    position,
    previous,
    entry: { position, kind: "incident.opened", at: "2026-01-01T00:00:00Z", data },
  };
}

test("an entry that was applied before changes nothing", () => {
  const once = apply(apply(EMPTY, snapshot()), opened(11, 10));
  assert.equal(apply(once, opened(11, 10)), once);
});

test("an entry older than the snapshot is dropped", () => {
  const state = apply(EMPTY, snapshot());
  assert.equal(apply(state, opened(9, 8)), state);
});

test("the same entry of two topics is applied once and moves both topics on", () => {
  const first = apply(apply(EMPTY, snapshot()), opened(11, 10));
  const second = apply(first, opened(11, 0, "unit.5"));
  assert.equal(second.picture, first.picture);
  assert.deepEqual(second.topics, { "org.1": 11, "unit.5": 11 });
});

test("a message whose previous one never came is a hole", () => {
  const state = apply(EMPTY, snapshot());
  assert.equal(isHole(state, opened(13, 12)), true);
  assert.equal(isHole(state, opened(13, 10)), false);
});

test("a pong with a later position says that we are behind", () => {
  const state = apply(EMPTY, snapshot());
  assert.equal(isBehind(state, { "org.1": 11 }), true);
  assert.equal(isBehind(state, { "org.1": 10 }), false);
});

test("a fetched range fills the hole and the held message then applies", () => {
  const state = apply(EMPTY, snapshot());
  const range = { kind: "range", after: 10, through: 12, entries: [opened(11, 10).entry] };
  const filled = apply(state, range);
  assert.equal(filled.topics["org.1"], 12);
  assert.equal(isHole(filled, opened(13, 12)), false);
  assert.ok(filled.picture.incidents[CALL]);
});

test("a call that only a fact told of is missing until it was fetched", () => {
  const state = apply(apply(EMPTY, snapshot()), opened(11, 10));
  assert.deepEqual(state.missing, { [CALL]: 1 });
  const fetched = apply(state, { kind: "incident", version: 1, incident: { id: CALL, status: "open", place: "Pier" } });
  assert.deepEqual(fetched.missing, {});
  assert.equal(fetched.picture.incidents[CALL].place, "Pier");
});

test("a call that this page took has its words at once, though a fact came first", () => {
  const told = apply(apply(EMPTY, snapshot()), opened(11, 10));
  const taken = apply(told, { kind: "taken", incident: { id: CALL, type_name: "Theft", place: "Pier" } });
  const { type_name: name, place } = taken.picture.incidents[CALL];
  assert.deepEqual([name, place], ["Theft", "Pier"]);
});

test("a call fetched before a later fact stays missing and does not overwrite that fact", () => {
  const state = apply(apply(EMPTY, snapshot()), opened(11, 10));
  const noted = apply(state, {
    kind: "journal",
    topic: "org.1",
    position: 12,
    previous: 11,
    entry: { position: 12, kind: "incident.note_added", at: "2026-01-01T00:00:05Z", data: { incident: CALL } },
  });
  const late = apply(noted, { kind: "incident", version: 1, incident: { id: CALL, status: "open", place: "old" } });
  assert.equal(late, noted);
  assert.deepEqual(late.missing, { [CALL]: 2 });
});

test("a call that may not be read is forgotten", () => {
  const state = apply(apply(EMPTY, snapshot()), opened(11, 10));
  const gone = apply(state, { kind: "gone", id: CALL });
  assert.deepEqual([gone.missing, gone.picture.incidents], [{}, {}]);
});

test("positions move units and keep the age the server gave", () => {
  const state = apply(apply(EMPTY, snapshot()), {
    kind: "positions",
    as_of: "2026-01-01T00:01:00Z",
    units: [[5, 1.5, 2.5, 90, 12]],
  });
  assert.deepEqual(state.fixes[5], { lon: 1.5, lat: 2.5, heading: 90, fixed_at: "2026-01-01T00:00:48.000Z" });
});

const ORDER = { id: "o1", kind: "dispatch", sent_at: "2026-01-01T00:00:00Z", assignment: { id: "a1", state: "ordered" } };

function orderSent(position) {
  const data = { order: ORDER.id, unit: 5, kind: "dispatch" };
  return { kind: "journal", topic: "unit.5", position, previous: 0, entry: { position, kind: "order.sent", at: ORDER.sent_at, data } };
}

function phone() {
  return apply(EMPTY, { kind: "snapshot", face: "officer", position: 10, topics: { "unit.5": 10 }, picture: { unit: { id: 5 }, orders: {} } });
}

test("an order that rings is shown at once, and a new picture is asked for once", () => {
  const rung = apply(phone(), { kind: "order", order: ORDER });
  assert.deepEqual([rung.picture.orders, rung.stale], [{ o1: ORDER }, true]);
  const told = apply({ ...rung, stale: false }, orderSent(11));
  assert.deepEqual([told.picture.orders, told.stale], [{ o1: ORDER }, false]);
});

test("a dispatch that rings stands in place of the one before; what was told besides stays", () => {
  const before = { id: "o0", kind: "dispatch", sent_at: "2025-12-31T23:00:00Z", assignment: { id: "a0", state: "en_route" } };
  const told = { id: "t1", kind: "withdrawal", sent_at: "2025-12-31T23:00:00Z", assignment: null };
  const state = { ...phone(), picture: { ...phone().picture, orders: { o0: before, t1: told } } };
  assert.deepEqual(apply(state, { kind: "order", order: ORDER }).picture.orders, { t1: told, o1: ORDER });
});

test("a pong that is older than the newest fact vouches for its own positions alone", () => {
  const opening = { kind: "snapshot", face: "console", position: 9, topics: { "org.1": 9, "org.2": 9 }, picture: {} };
  const fact = { kind: "journal", topic: "org.2", position: 11, previous: 9, entry: { position: 11, kind: "test.happened", at: "2026-01-01T00:00:00Z", data: {} } };
  const state = apply(apply(EMPTY, opening), fact);
  assert.equal(apply(state, { kind: "pong", topics: { "org.1": 9, "org.2": 9 } }).complete, 9);
});

test("an order that did not ring is asked for when the journal tells of it", () => {
  assert.equal(apply(phone(), orderSent(11)).stale, true);
});

test("a ring tells nothing new of an order that is on the screen", () => {
  const acknowledged = { ...ORDER, acknowledged_at: "2026-01-01T00:00:05Z" };
  const state = { ...phone(), picture: { ...phone().picture, orders: { o1: acknowledged } } };
  assert.equal(apply(state, { kind: "order", order: ORDER }), state);
});

test("a kind of message that nobody agreed on is an error", () => {
  assert.throws(() => apply(EMPTY, { kind: "rumour" }), /rumour/);
});

test("changed rights ask for a new picture", () => {
  assert.equal(apply(apply(EMPTY, snapshot()), { kind: "rights" }).stale, true);
});
