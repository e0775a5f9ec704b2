import assert from "node:assert/strict";
import { test } from "node:test";

import { EMPTY, apply } from "../../static/js/live/state.js";
import { busyUnits, freeUnits } from "../../static/js/ui/near_units.js";
import { createPicker } from "../../static/js/ui/picker.js";

const CALL = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";

function call(id, more = {}) {
  return { id, lon: 116.4, lat: 39.9, assignments: {}, hold_until: null, hold_reason: "", returned_at: null, stacked: [], ...more };
}

function after(...entries) {
  const units = { 1: { id: 1, call_sign: "ONE", status: "patrol", sworn: 1, order: null } };
  const picture = { units, incidents: { [CALL]: call(CALL), [OTHER]: call(OTHER) }, alarms: {} };
  const start = apply(EMPTY, { kind: "snapshot", face: "console", position: 1, topics: { "org.1": 1 }, picture });
  return entries.reduce(
    (state, entry, at) =>
      apply(state, { kind: "journal", topic: "org.1", position: at + 2, previous: at + 1, entry: { position: at + 2, at: "2026-01-01T00:00:00Z", ...entry } }),
    start,
  );
}

const GIVEN_BACK = { kind: "incident.given_back", data: { incident: CALL, returned_at: "2026-01-01T00:00:00Z", unit: 1 } };
const ASSIGNED = { kind: "incident.assigned", data: { incident: CALL, assignment: "a", unit: 1, order: "o", rank: 1 } };

test("a call that was given back says so, until somebody is sent to it", () => {
  assert.equal(after(GIVEN_BACK).picture.incidents[CALL].returned_at, "2026-01-01T00:00:00Z");
  assert.equal(after(GIVEN_BACK, ASSIGNED).picture.incidents[CALL].returned_at, null);
});

test("the words of a hold or a corrected place are fetched, for they are in no fact", () => {
  for (const kind of ["incident.held", "incident.place_corrected", "incident.stacked"]) {
    assert.deepEqual(Object.keys(after({ kind, data: { incident: CALL } }).missing), [CALL]);
  }
});

test("an acknowledged place lets the open card ask again and moves no assignment", () => {
  const data = { order: "p", unit: 1, kind: "corrected_place", subject_label: "dispatch.incident", subject_id: CALL };
  const { picture } = after(ASSIGNED, { kind: "order.acknowledged", data });
  assert.equal(picture.incidents[CALL].changed, 3);
  assert.equal(picture.incidents[CALL].assignments.a.state, "ordered");
});

test("a wake-up that was sent, or could not be, lets the open card ask again", () => {
  const data = { order: "o", unit: 1, kind: "dispatch", subject_label: "dispatch.incident", subject_id: CALL };
  for (const kind of ["order.woken", "order.wake_failed"]) {
    const { picture } = after(ASSIGNED, { kind, data });
    assert.deepEqual([picture.incidents[CALL].changed, picture.incidents[CALL].assignments.a.state], [3, "ordered"]);
  }
});

test("units of other calls are offered nearest first, and free ones apart from them", () => {
  const unit = (id, order, more = {}) => ({ id, call_sign: `U${id}`, status: "patrol", sworn: 1, order, ...more });
  const on = (incident) => ({ incident, state: "en_route" });
  const units = { 1: unit(1, on(OTHER)), 2: unit(2, on(OTHER)), 3: unit(3, on(CALL)), 4: unit(4, null), 5: unit(5, null, { sworn: 0 }) };
  const fixes = { 1: { lon: 116.9, lat: 39.9 }, 2: { lon: 116.41, lat: 39.9 } };
  const state = { picture: { units }, fixes };
  assert.deepEqual(busyUnits(state, call(CALL)).map((one) => one.unit.id), [2, 1]);
  assert.deepEqual(freeUnits(state, call(CALL)).map((one) => one.unit.id), [4]);
});

test("one form at a time gets the clicks on the map, and the one before is told", () => {
  const heard = [];
  const picker = createPicker({ onWanted: (wanted) => heard.push(wanted), onMark: () => {} });
  const first = (place) => heard.push(`first ${place}`);
  const second = (place) => heard.push(`second ${place}`);
  picker.ask(first, () => heard.push("first lost"));
  picker.ask(second);
  picker.give("here");
  picker.stop(first);
  picker.stop(second);
  picker.give("there");
  assert.deepEqual(heard, [true, "first lost", true, "second here", false]);
});
