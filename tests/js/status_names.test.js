import assert from "node:assert/strict";
import { test } from "node:test";

import { commonName, createStatusNames } from "../../static/js/lib/status_names.js";

const nameOf = createStatusNames({ WEST: { meal: "Canteen" }, EAST: { meal: "Mess" } });
const west = { organization: "WEST" };
const east = { organization: "EAST" };

test("a state is called as the unit's organization calls it, else as we do", () => {
  assert.equal(nameOf("meal", west), "Canteen");
  assert.equal(nameOf("busy", west), "Busy");
  assert.equal(nameOf("meal", { organization: "NORTH" }), "At a meal");
  assert.equal(nameOf("meal", null), "At a meal");
});

test("a heading over several units has the name that all of them use, else ours", () => {
  assert.equal(commonName("meal", [west, west], nameOf), "Canteen");
  assert.equal(commonName("meal", [west, east], nameOf), "At a meal");
  assert.equal(commonName("meal", [], nameOf), "At a meal");
});
