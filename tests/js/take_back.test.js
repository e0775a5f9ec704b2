import assert from "node:assert/strict";
import { test } from "node:test";

import { wayBack } from "../../static/js/lib/take_back.js";

const CALL = { id: "c", level: "major", hold_until: "2026-01-05T08:30:00Z", stacked: [7], assignments: { a: { id: "a", state: "en_route" }, b: { id: "b", state: "on_scene" } } };
const OPEN = { c: CALL };

test("a dispatch is taken back until the unit arrives", () => {
  const sent = (assignment) => ({ kind: "incident.assigned", data: { incident: "c", assignment } });
  assert.deepEqual(wayBack(sent("a"), OPEN), { path: "/api/assignments/a/withdraw", body: { reason: "Taken back" } });
  assert.equal(wayBack(sent("b"), OPEN), null);
  assert.equal(wayBack(sent("a"), {}), null);
});

test("what was changed since has no way back", () => {
  const level = (to, was) => ({ kind: "incident.level_set", data: { incident: "c", level: to, was } });
  assert.deepEqual(wayBack(level("major", ""), OPEN), { path: "/api/incidents/c/level", body: { level: "" } });
  assert.equal(wayBack(level("complex", ""), OPEN), null);
  const held = (until) => ({ kind: "incident.held", data: { incident: "c", hold_until: until } });
  assert.equal(wayBack(held("2026-01-05T08:30:00+00:00"), OPEN).path, "/api/incidents/c/resume");
  assert.equal(wayBack(held("2026-01-05T08:20:00Z"), OPEN), null);
  assert.deepEqual(wayBack({ kind: "incident.stacked", data: { incident: "c", unit: 7 } }, OPEN).body, { unit: 7 });
  assert.equal(wayBack({ kind: "incident.stacked", data: { incident: "c", unit: 8 } }, OPEN), null);
});

test("a call that ended is opened again, one that is open is not; other facts stay", () => {
  const ended = { kind: "incident.closed", data: { incident: "c" } };
  assert.equal(wayBack(ended, {}).path, "/api/incidents/c/reopen");
  assert.equal(wayBack(ended, OPEN), null);
  assert.equal(wayBack({ kind: "assignment.arrived", data: { incident: "c", assignment: "b" } }, OPEN), null);
});
