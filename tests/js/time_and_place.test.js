import assert from "node:assert/strict";
import { test } from "node:test";

import { reconnectWait } from "../../static/js/live/feed.js";
import { bearing, distance, metresBetween } from "../../static/js/lib/geo.js";
import { STANDINGS, SHAPES, standingName, standingOf } from "../../static/js/lib/standing.js";
import { age, createClock, createWallClock, secondsSince, timer } from "../../static/js/lib/time.js";
import { interpolate, ngettext } from "../../static/js/lib/words.js";

test("a timer counts minutes, then hours", () => {
  assert.deepEqual([0, 59.9, 60, 187, 3600, 3765].map(timer), ["0:00", "0:59", "1:00", "3:07", "1:00:00", "1:02:45"]);
  assert.equal(timer(-5), "0:00");
});

test("an age is told in the largest unit that fits", () => {
  assert.deepEqual([12, 119, 120, 7199, 7200, 172800].map(age), ["12 s", "119 s", "2 min", "119 min", "2 h", "2 d"]);
});

test("the clock follows the server and not the device", () => {
  const clock = createClock(() => 1000);
  clock.observe("1970-01-01T00:01:00Z");
  assert.equal(clock.now(), 60000);
  clock.observe("not a moment");
  assert.equal(clock.now(), 60000);
  assert.equal(secondsSince("1970-01-01T00:00:30Z", clock.now()), 30);
  assert.equal(secondsSince(null, clock.now()), null);
});

test("wall-clock times are of the site, with 24 hours", () => {
  const wall = createWallClock("Asia/Shanghai", "en");
  assert.equal(wall.time("2026-01-01T16:05:09Z"), "00:05:09");
});

test("the bearing of east is 90 and of north 0", () => {
  const here = { lon: 0, lat: 0 };
  assert.equal(Math.round(bearing(here, { lon: 1, lat: 0 })), 90);
  assert.equal(Math.round(bearing(here, { lon: 0, lat: 1 })), 0);
  assert.equal(Math.round(bearing(here, { lon: -1, lat: 0 })), 270);
});

test("one degree of latitude is 111.2 km", () => {
  assert.equal(Math.round(metresBetween({ lon: 5, lat: 1 }, { lon: 5, lat: 2 }) / 100), 1112);
  assert.deepEqual([84, 1420, 23400].map(distance), ["80 m", "1.4 km", "23 km"]);
});

test("an open order is laid over the unit's own state", () => {
  assert.equal(standingOf({ status: "patrol", order: null }), "patrol");
  assert.equal(standingOf({ status: "patrol", order: { state: "seen" } }), "ordered");
  assert.equal(standingOf({ status: "standby", order: { state: "on_scene" } }), "on_scene");
  assert.equal(standingOf({ status: "transporting", order: { state: "on_scene" } }), "transporting");
  assert.equal(standingOf({ status: "transporting", order: { state: "ordered" } }), "ordered");
  assert.equal(standingOf({ status: "off_duty", order: { state: "en_route" } }), "off_duty");
});

test("every standing has a name and a shape that exists", () => {
  for (const [key, { shape }] of Object.entries(STANDINGS)) {
    assert.ok(standingName(key), key);
    assert.ok(SHAPES[shape], shape);
  }
});

test("waits between connections grow to five seconds and a third", () => {
  assert.equal(reconnectWait(0, 0), 500);
  assert.equal(reconnectWait(20, 0), 5000);
  assert.ok(reconnectWait(20, 0.999) < 6667);
});

test("texts are filled by name", () => {
  assert.equal(interpolate("%(a)s of %(b)s", { a: 1, b: 2 }), "1 of 2");
  assert.equal(interpolate(ngettext("%(count)s unit", "%(count)s units", 2), { count: 2 }), "2 units");
});
