import assert from "node:assert/strict";
import { test } from "node:test";

import { momentsOf, readTime } from "../../static/js/lib/paper_times.js";

test("times on paper are moments of their day", () => {
  assert.deepEqual(momentsOf("2026-03-04", ["08:05", "08:07", "", "08:30"]), [
    "2026-03-04T08:05",
    "2026-03-04T08:07",
    null,
    "2026-03-04T08:30",
  ]);
});

test("what is earlier than what came before it is past midnight, also at the end of a month", () => {
  assert.deepEqual(momentsOf("2026-02-28", ["23:50", "00:10", "", "01:00"]), [
    "2026-02-28T23:50",
    "2026-03-01T00:10",
    null,
    "2026-03-01T01:00",
  ]);
});

test("a time a few minutes too early is a mistake and not the next day", () => {
  assert.deepEqual(momentsOf("2026-03-04", ["08:05", "08:03"]), ["2026-03-04T08:05", "2026-03-04T08:03"]);
});

test("times are read as people type them, and nothing else is one", () => {
  assert.deepEqual(["23:50", "2350", "9.05", " 0905 ", "8：15"].map(readTime), ["23:50", "23:50", "09:05", "09:05", "08:15"]);
  assert.deepEqual(["24:00", "12:60", "noon", "5", "123456", "-1:00"].map(readTime), Array(6).fill(null));
});
