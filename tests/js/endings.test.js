import assert from "node:assert/strict";
import { test } from "node:test";

import { createWallClock } from "../../static/js/lib/time.js";
import { factsOfOfficer } from "../../static/js/live/officer_facts.js";
import { EMPTY } from "../../static/js/live/state.js";
import { LARGEST, faultOf, fileSize } from "../../static/js/ui/attachments.js";

const wall = createWallClock("Asia/Shanghai", "en");

test("a corrected time of day is on the day of the time that it corrects", () => {
  assert.equal(wall.onDayOf("2026-01-05T08:00:30.500Z", "15:59:30"), "2026-01-05T07:59:30.500Z");
  assert.equal(wall.onDayOf("2026-01-05T08:00:30Z", "16:05"), "2026-01-05T08:05:00.000Z");
});

test("around midnight the nearest day is meant", () => {
  assert.equal(wall.onDayOf("2026-01-05T16:00:10Z", "23:59:50"), "2026-01-05T15:59:50.000Z");
  assert.equal(wall.onDayOf("2026-01-05T15:59:50Z", "00:00:10"), "2026-01-05T16:00:10.000Z");
});

test("what is long ago has a year, in the zone of the site", () => {
  assert.equal(wall.day("2025-12-31T17:00:00Z"), "2026-01-01");
});

test("a file of fifty megabytes is refused before it is sent, one of ten is not", () => {
  assert.match(faultOf({ size: 50 * 1024 * 1024 }), /50\.0 MB/);
  assert.equal(faultOf({ size: LARGEST }), "");
  assert.deepEqual([1, 1024, 1500, 3 * 1024 * 1024].map(fileSize), ["1 KB", "1 KB", "2 KB", "3.0 MB"]);
});

test("a report of another unit on the same call is seen on the phone", () => {
  const orders = { a: { id: "a", assignment: { incident: "i", first_report_at: null } }, b: { id: "b", assignment: null } };
  const state = { ...EMPTY, face: "officer", picture: { ...EMPTY.picture, unit: { id: 1 }, orders } };
  const data = { incident: "i", unit: 2, first_report_at: "2026-01-05T08:00:00Z" };
  const after = factsOfOfficer(state, { kind: "incident.first_reported", data });
  assert.equal(after.picture.orders.a.assignment.first_report_at, "2026-01-05T08:00:00Z");
  assert.equal(after.picture.orders.b.assignment, null);
});
