import assert from "node:assert/strict";
import { test } from "node:test";

import { reportEvery, speedAt } from "../../static/js/lib/pacing.js";
import { createOwnPosition, rememberToken } from "../../static/js/live/own_position.js";

const START = Date.parse("2026-03-01T08:00:00Z");

function fix(timestamp, { lon = 116.4, speed = null, accuracy = 5 } = {}) {
  return { timestamp, coords: { longitude: lon, latitude: 39.9, accuracy, speed, heading: null } };
}

/** A phone whose satellites, network and clock the test moves. */
function phone(t) {
  t.mock.timers.enable({ apis: ["setInterval", "Date"], now: START });
  const kept = new Map();
  const batches = [];
  const asked = { times: 0, precise: [] };
  let watching = null;
  const page = { visibilityState: "visible" };
  const geolocation = {
    watchPosition: (take, fail, options) => {
      watching = { take, fail };
      asked.precise.push(options.enableHighAccuracy);
      return 1;
    },
    clearWatch: () => (watching = null),
    getCurrentPosition: (take) => {
      asked.times += 1;
      take(fix(Date.now()));
    },
  };
  Object.defineProperty(globalThis, "navigator", { value: { geolocation }, configurable: true });
  Object.assign(globalThis, {
    localStorage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key) },
    document: { cookie: "", visibilityState: "visible", addEventListener: (_kind, seen) => (page.seen = seen) },
    fetch: async (_path, { body }) => {
      batches.push(JSON.parse(body).positions);
      return { ok: true, status: 204 };
    },
  });
  rememberToken(7, "key");
  const own = createOwnPosition({ onPlace: () => {} });
  const run = async (seconds, each = () => {}) => {
    for (let second = 0; second < seconds; second += 1) {
      each();
      t.mock.timers.tick(1000);
      await new Promise(setImmediate);
    }
  };
  return { own, run, batches, asked, page, move: (more) => watching.take(fix(Date.now(), more)), refuse: () => watching.fail({ code: 1 }) };
}

test("a phone tells its position every 5 s on an order, 15 s on the move, 30 s at rest", () => {
  assert.equal(reportEvery({ onOrder: true, moving: false }), 5000);
  assert.equal(reportEvery({ onOrder: false, moving: true }), 15000);
  assert.equal(reportEvery({ onOrder: false, moving: false }), 30000);
});

test("at rest it asks for its place twice a minute, and its satellites rest between", async (t) => {
  const { own, run, batches, asked } = phone(t);
  own.follow(7, { onOrder: false });
  await run(120);
  assert.ok(batches.length >= 4 && batches.length <= 5, `${batches.length} reports`);
  assert.deepEqual(asked.precise, [false]);
});

test("on an order it tells one fix every 5 s, however many come", async (t) => {
  const { own, run, batches, asked, move } = phone(t);
  own.follow(7, { onOrder: true });
  await run(60, () => move({ speed: 12 }));
  assert.ok(batches.length >= 11 && batches.length <= 13, `${batches.length} reports`);
  assert.ok(batches.every((batch) => batch.length === 1));
  assert.deepEqual(asked.precise, [true]);
});

test("what could not be sent is kept and sent in order, and nothing outside a shift", async (t) => {
  const { own, run, batches, move } = phone(t);
  const reachable = globalThis.fetch;
  globalThis.fetch = async () => Promise.reject(new Error("no network"));
  own.follow(7, { onOrder: true });
  await run(60, () => move({ speed: 12 }));
  globalThis.fetch = reachable;
  await run(6, () => move({ speed: 12 }));
  const times = batches.flat().map(({ fixed_at: at }) => Date.parse(at));
  assert.ok(times.length >= 12);
  assert.deepEqual(times, [...times].sort((one, other) => one - other));
  assert.equal(new Set(times).size, times.length);
  own.follow(null);
  const before = batches.length;
  await run(60);
  assert.equal(batches.length, before);
});

test("it says why it tells nothing: not allowed, or long in the background", async (t) => {
  const { own, run, page, refuse, move } = phone(t);
  own.follow(7, { onOrder: true });
  refuse();
  assert.equal(own.standing().trouble, "denied");
  move({});
  assert.equal(own.standing().trouble, null);
  t.mock.timers.setTime(Date.now() + 6 * 60000);
  page.seen();
  assert.deepEqual([own.standing().trouble, own.standing().ms], ["paused", 360000]);
  await run(61, () => move({}));
  assert.equal(own.standing().trouble, null);
});

test("without HTTPS or satellites at all the page says so", (t) => {
  const { own } = phone(t);
  globalThis.isSecureContext = false;
  own.follow(7);
  assert.equal(own.standing().trouble, "insecure");
  globalThis.isSecureContext = true;
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  assert.equal(own.standing().trouble, "absent");
});

test("a phone that tells no speed is measured by its way, less what its fixes may be off", () => {
  assert.equal(speedAt(fix(1000, { speed: 7 }), null), 7);
  assert.equal(speedAt(fix(1000), null), null);
  const way = speedAt(fix(11000, { lon: 116.401 }), fix(1000));
  assert.ok(Math.abs(way - 7.53) < 0.02, `${way}`); // 85.3 m less 10 m, in 10 s
  assert.equal(speedAt(fix(11000, { lon: 116.401, accuracy: 100 }), fix(1000)), 0);
});
