/** Of two calls about one event, which goes on. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { goesOn } from "../../static/js/ui/duplicates.js";

const early = "2026-01-05T08:00:00+00:00";
const late = "2026-01-05T08:05:00+00:00";

test("the one that units were sent to goes on, whichever came first", () => {
  assert.equal(goesOn({ id: "this", received_at: late, assignments: { a: {} } }, { id: "that", received_at: early, units: 0 }), "this");
  assert.equal(goesOn({ id: "this", received_at: early }, { id: "that", received_at: late, units: 1 }), "that");
});

test("where units went to both or to none, the one that came first goes on", () => {
  assert.equal(goesOn({ id: "this", received_at: early }, { id: "that", received_at: late, units: 0 }), "this");
  assert.equal(goesOn({ id: "this", received_at: late, assignments: { a: {} } }, { id: "that", received_at: early, units: 2 }), "that");
});
