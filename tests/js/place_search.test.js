/** What the field for a place says about the places it found. */

import assert from "node:assert/strict";
import test from "node:test";

import { placeWords } from "../../static/js/ui/place_search.js";

test("a place at a named thing has its name, one beside it says how far", () => {
  assert.equal(placeWords({ name: "人民路", distance_m: 3 }), "人民路");
  assert.equal(placeWords({ name: "人民路", distance_m: 41.7 }), "人民路, 40 m");
  assert.equal(placeWords({ name: "城东", distance_m: 1840 }), "城东, 1.8 km");
});
