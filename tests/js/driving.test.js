import assert from "node:assert/strict";
import { test } from "node:test";

import { PARKED, asPassenger, heardSpeed, isLocked } from "../../static/js/lib/driving.js";

const KMH = 1 / 3.6;

/** The trip after speeds in km/h, each heard at its second. */
function trip(...heard) {
  return heard.reduce((state, [second, speed]) => heardSpeed(state, speed === null ? null : speed * KMH, second * 1000), PARKED);
}

test("above 10 km/h the device is locked, at 10 it is not", () => {
  assert.equal(isLocked(trip([0, 9.9])), false);
  assert.equal(isLocked(trip([0, 10.1])), true);
});

test("it opens as soon as it stands, and locks again when it goes on", () => {
  assert.equal(isLocked(trip([0, 40], [5, 0])), false);
  assert.equal(isLocked(trip([0, 40], [5, 0], [10, 30])), true);
});

test("a passenger opens it for the trip, lights and all, and not for the next one", () => {
  const open = asPassenger(trip([0, 40]));
  const later = (...heard) => heard.reduce((state, [second, speed]) => heardSpeed(state, speed * KMH, second * 1000), open);
  assert.equal(isLocked(open), false);
  assert.equal(isLocked(later([10, 0], [50, 40])), false);
  assert.equal(isLocked(later([10, 0], [70, 0], [80, 40])), true);
});

test("a phone that lost its satellites stays locked for a minute and no longer", () => {
  assert.equal(isLocked(trip([0, 40], [59, null])), true);
  assert.equal(isLocked(trip([0, 40], [60, null])), false);
  assert.equal(isLocked(trip([0, null])), false);
});
