import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST_WAYS, timeLeft, wantedWays } from "../../static/js/lib/ways.js";

const unit = (id, state, incident = "other") => [id, { id, order: state && { state, incident } }];
const picture = (...units) => ({ units: Object.fromEntries(units) });

test("units that accepted a call and are not there yet have a way", () => {
  const all = picture(unit(4, "en_route"), unit(3, "acknowledged"), unit(2, "ordered"), unit(1, "on_scene"), unit(5, null));
  assert.deepEqual(wantedWays(all, {}), [3, 4]);
});

test("of more ways than can be read only those of the open call and of the chosen unit are drawn", () => {
  const many = Array.from({ length: MOST_WAYS }, (_none, id) => unit(id + 10, "en_route"));
  const all = picture(...many, unit(1, "en_route", "open"), unit(2, "acknowledged"));
  assert.deepEqual(wantedWays(all, { openId: "open", unitId: 2 }), [1, 2]);
  assert.deepEqual(wantedWays(all, { openId: null, unitId: null }), []);
});

test("time left is told in whole minutes, a started one as one, and an estimate as such", () => {
  assert.equal(timeLeft({ seconds: 0 }), "1 min");
  assert.equal(timeLeft({ seconds: 61 }), "2 min");
  assert.equal(timeLeft({ seconds: 240, estimated: true }), "about 4 min");
});
