import assert from "node:assert/strict";
import { test } from "node:test";

import { stepPath } from "../../static/js/ui/order.js";
import { toldText } from "../../static/js/ui/told.js";

const call = { id: "a", arrived_at: "2026-01-05T08:00:00Z" };

test("a crew long on scene is told how long, whatever its phone's clock shows", () => {
  const prompt = { kind: "on_scene_prompt", text: "2026-000001", sent_at: "2026-01-05T08:15:01Z" };
  assert.match(toldText(prompt, call), /for 15 min\. Finish it, take it away, or ask for support\./);
  assert.equal(toldText(prompt, null), "2026-000001");
});

test("every other order says its own words", () => {
  assert.equal(toldText({ kind: "corrected_place", text: "Pier 3", sent_at: call.arrived_at }, call), "Pier 3");
});

test("support is asked for by the unit on its call, what was told is acknowledged by itself", () => {
  const prompt = { id: "o", assignment: call };
  assert.equal(stepPath(prompt, "support"), "/api/assignments/a/support");
  assert.equal(stepPath(prompt, "acknowledge"), "/api/orders/o/acknowledge");
});
