/** Whether a page shows what the server says it should. */

import assert from "node:assert/strict";

const TABLES = ["units", "incidents", "alarms", "orders"];

/** Whether everything that is expected is there; what is not named may be anything. */
function assertHolds(actual, expected, where) {
  if (expected === null || typeof expected !== "object") {
    assert.deepEqual(actual, expected, where);
    return;
  }
  assert.ok(actual && typeof actual === "object", `${where} is missing`);
  if (Object.keys(expected).length === 0) {
    assert.deepEqual(actual, expected, where);
  }
  for (const [key, value] of Object.entries(expected)) {
    assertHolds(actual[key], value, `${where}.${key}`);
  }
}

/** The picture of a page against the server's own of the same moment. */
export function assertSamePicture(picture, { as_of: _moment, ...wanted }) {
  assertHolds(picture, wanted, "picture");
  for (const table of TABLES.filter((name) => name in wanted)) {
    assert.deepEqual(Object.keys(picture[table]).sort(), Object.keys(wanted[table]).sort(), table);
  }
}
