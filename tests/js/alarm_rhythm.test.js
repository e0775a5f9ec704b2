import assert from "node:assert/strict";
import { test } from "node:test";

import { AGAIN_MS, due, heardWithin, isEmergency } from "../../static/js/lib/alarm_rhythm.js";
import { mute, play } from "../../static/js/ui/sound.js";

const HOUR = 3600000;
const ids = (alarms) => alarms.map(({ id }) => id);

test("an alarm sounds as it rises, and again only after a while", () => {
  const alarms = [{ id: 1 }, { id: 2 }];
  const sounded = new Map([[1, 5000]]);
  assert.deepEqual(ids(due(alarms, sounded, 6000)), [2]);
  assert.deepEqual(ids(due(alarms, sounded, 5000 + AGAIN_MS)), [1, 2]);
});

test("an alarm counts once, for an hour", () => {
  const heard = heardWithin([[1, 0]], [1, 2], 1000);
  assert.deepEqual(heard, [[1, 0], [2, 1000]]);
  assert.deepEqual(heardWithin(heard, [], HOUR), [[2, 1000]]);
});

test("an emergency is known by its kind or by what it says", () => {
  assert.equal(isEmergency({ kind: "unit.emergency", data: {} }), true);
  assert.equal(isEmergency({ kind: "unit.help_called", data: {} }), true);
  assert.equal(isEmergency({ kind: "unit.overdue", data: {} }), false);
});

test("nothing is heard before the browser allows it", () => {
  mute(true);
  assert.equal(play("emergency"), false);
});
