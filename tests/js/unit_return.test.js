import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { CANNOT_BE_SENT, CAN_BE_SENT } from "../../static/js/lib/standing.js";
import { returnOf, statusBody } from "../../static/js/ui/unit_return.js";

const NOON = Date.parse("2026-01-05T12:00:00Z");

function away(until) {
  return returnOf({ status: "meal", status_until: until }, NOON);
}

test("a unit that is away is back in so long, or overdue by so long", () => {
  assert.deepEqual(away("2026-01-05T12:12:00Z"), { late: false, text: "back in 12 min" });
  assert.deepEqual(away("2026-01-05T11:57:00Z"), { late: true, text: "overdue 3 min" });
  assert.equal(away(null), null);
  assert.equal(returnOf({ status: "patrol" }, NOON), null);
});

test("a meal is asked for its usual time, another state for the time that is chosen or for none", () => {
  assert.deepEqual(statusBody("meal"), { status: "meal", minutes: 30 });
  assert.deepEqual(statusBody("meal", 60), { status: "meal", minutes: 60 });
  assert.deepEqual(statusBody("busy"), { status: "busy" });
  assert.deepEqual(statusBody("meal", 0), { status: "meal" });
  assert.deepEqual(statusBody("patrol", 0, NOON), { status: "patrol", happened_at: "2026-01-05T12:00:00.000Z" });
});

test("the states that can be chosen are those of the server, each once", () => {
  const source = readFileSync(new URL("../../patrol/vocabulary.py", import.meta.url), "utf8");
  const words = /class UnitStatus[^]*?\n\n\n/.exec(source)[0].match(/(?<= = ")\w+/g);
  const chosen = [...CAN_BE_SENT, ...CANNOT_BE_SENT];
  assert.deepEqual([...chosen, "off_duty"].sort(), words.sort());
  const sent = /DISPATCHABLE_STATUSES = \((.*)\)/.exec(source)[1].match(/(?<=UnitStatus\.)\w+/g);
  assert.deepEqual(CAN_BE_SENT, sent.map((word) => word.toLowerCase()));
});
