import assert from "node:assert/strict";
import { test } from "node:test";

import { readinessOf } from "../../static/js/lib/readiness.js";

const crew = (status, { order = null, sworn = 1, auxiliaries = 1 } = {}) => ({ status, order, sworn, auxiliaries });

test("crews that patrol, stand at a post or have an order are on the street", () => {
  const units = [crew("patrol"), crew("post"), crew("returning"), crew("transporting"), crew("standby", { order: { state: "ordered" } })];
  assert.deepEqual(readinessOf(units), { onDuty: 10, onStreet: 10 });
});

test("a reserve, a meal and a broken car are on duty and not on the street", () => {
  const units = [crew("patrol"), crew("standby"), crew("meal"), crew("breakdown"), crew("out_of_service")];
  assert.deepEqual(readinessOf(units), { onDuty: 10, onStreet: 2 });
});

test("who is off duty counts nowhere", () => {
  assert.deepEqual(readinessOf([crew("off_duty"), crew("patrol", { sworn: 2, auxiliaries: 3 })]), { onDuty: 5, onStreet: 5 });
  assert.deepEqual(readinessOf([]), { onDuty: 0, onStreet: 0 });
});

test("two of three reach the line of two thirds exactly", () => {
  const { onStreet, onDuty } = readinessOf([crew("patrol"), crew("patrol"), crew("standby")]);
  assert.ok(onStreet / onDuty >= 2 / 3);
});
