import assert from "node:assert/strict";
import { test } from "node:test";

import { continued, read } from "../../static/js/lib/command_line.js";

const CALLS = [
  { id: "c12", number: "2026-000012", type_name: "Robbery", place: "Pier Road 3" },
  { id: "c7", number: "2026-000007", type_name: "Theft", place: "" },
];
const ON_CALL = { incident: "c12", assignment: "a1" };
const UNITS = [
  { id: 1, call_sign: "A1", order: null },
  { id: 2, call_sign: "A3", order: { ...ON_CALL, state: "seen" } },
  { id: 3, call_sign: "巡特01", order: { ...ON_CALL, assignment: "a2", state: "on_scene" } },
];
const OUTCOMES = [{ code: "settled", name: "Settled on scene" }];
const LEVELS = [{ code: "complex", name: "Complex" }, { code: "major", name: "重大" }];
const world = (open = null) => ({ calls: CALLS, units: UNITS, open, outcomes: OUTCOMES, levels: LEVELS });

function act(text, open) {
  return read(text, world(open)).act;
}

test("units and the call come in any order, in full width too", () => {
  const wanted = { kind: "send", call: "c12", units: [1, 3] };
  for (const text of ["D 12 A1 巡特01", "d a1 12 巡特01", "Ｄ　１２　Ａ１　巡特０１", "D 2026-000012 A1 巡特01"]) {
    assert.deepEqual(act(text), wanted, text);
  }
});

test("a dispatch without a unit takes the first recommended, without a call the open one", () => {
  assert.deepEqual(act("D 12"), { kind: "send_first", call: "c12", number: "2026-000012" });
  assert.deepEqual(act("D", CALLS[1]), { kind: "send_first", call: "c7", number: "2026-000007" });
  assert.equal(act("D"), null);
});

test("what is about to happen is said in words", () => {
  assert.equal(read("d 12 a1", world()).say, "Send A1 to 2026-000012 Robbery Pier Road 3");
});

test("a name that nobody has is told, and nothing happens", () => {
  const { say, act: done } = read("D 12 A9", world());
  assert.deepEqual([say, done], ["No call and no unit is named A9.", null]);
});

test("steps go to the assignment of the unit, and only where it may take them", () => {
  assert.deepEqual(act("E A3"), { kind: "step", path: "/api/assignments/a1/en-route", body: {} });
  assert.deepEqual(act("A A3"), { kind: "step", path: "/api/assignments/a1/arrive", body: {} });
  assert.equal(act("C A3"), null);
  assert.equal(act("A A1"), null);
});

test("a unit is done with or without an outcome, by its code or name", () => {
  const path = "/api/assignments/a2/clear";
  assert.deepEqual(act("C 巡特01"), { kind: "step", path, body: {} });
  assert.deepEqual(act("C 巡特01 settled"), { kind: "step", path, body: { disposition: "settled" } });
  assert.deepEqual(act("C 巡特01 Settled on scene"), { kind: "step", path, body: { disposition: "settled" } });
  assert.equal(act("C 巡特01 whatever"), null);
});

test("a call is held for minutes with a reason", () => {
  assert.deepEqual(act("H 12 10 caller rings back"), { kind: "hold", call: "c12", body: { minutes: 10, reason: "caller rings back" } });
  assert.equal(act("H 12 10"), null);
  assert.equal(act("H 12 soon please"), null);
});

test("a new call takes the rest as its place", () => {
  assert.deepEqual(act("N 中山路 3号"), { kind: "new", place: "中山路 3号" });
});

test("a unit or a call alone is shown; a slash finds", () => {
  assert.deepEqual(act("A3 ?"), { kind: "unit", unit: 2 });
  assert.deepEqual(act("7"), { kind: "call", call: "c7" });
  assert.deepEqual(act("/巡特"), { kind: "find", words: "巡特" });
  assert.equal(act(""), null);
});

test("the last word goes on as call signs do, but not beyond one that is complete", () => {
  assert.deepEqual(continued("D 12 a", world()), ["D 12 A1", "D 12 A3"]);
  const more = { ...world(), units: [{ id: 9, call_sign: "A10", order: ON_CALL }, ...UNITS, { id: 8, call_sign: "A 2", order: null }] };
  assert.deepEqual(continued("D 12 a", more), ["D 12 A1", "D 12 A10", "D 12 A3"]);
  assert.deepEqual(continued("D 12 A1", more), []);
  assert.equal(continued("E a", more)[0], "E A10");
});

test("a number that means several calls sends nothing until one of them is open", () => {
  const twin = { id: "d12", number: "2026-000012", type_name: "Fire", place: "Dock" };
  const both = { ...world(), calls: [...CALLS, twin] };
  assert.equal(read("D 12 A1", both).act, null);
  assert.match(read("D 12 A1", both).say, /several calls.*Robbery.*Fire/);
  assert.deepEqual(read("D 12 A1", { ...both, open: twin }).act, { kind: "send", call: "d12", units: [1] });
});

test("a unit whose call sign is a call's number is asked about, unless the call is named already", () => {
  const numbered = { ...world(), units: [...UNITS, { id: 5, call_sign: "12", order: null }] };
  assert.equal(read("D 12 A1", numbered).act, null);
  assert.deepEqual(read("D 2026-000012 12", numbered).act, { kind: "send", call: "c12", units: [5] });
});

test("a step is of one unit, and of the call that it is on", () => {
  assert.equal(act("E A3 A1"), null);
  assert.equal(act("E A3 7"), null);
  assert.equal(act("E A3 12").kind, "step");
});

test("the words of a reason are not looked up", () => {
  assert.deepEqual(act("H 12 12 A1 and 7 wait"), { kind: "hold", call: "c12", body: { minutes: 12, reason: "A1 and 7 wait" } });
  assert.deepEqual(act("H 7 wait", CALLS[0]), { kind: "hold", call: "c12", body: { minutes: 7, reason: "wait" } });
});

test("a level is set by its code or name, on the call that is named or open", () => {
  const wanted = { kind: "level", call: "c12", body: { level: "major" } };
  assert.deepEqual(act("LV 12 重大"), wanted);
  assert.deepEqual(act("ｌｖ major １２"), wanted);
  assert.deepEqual(act("LV complex", CALLS[1]), { kind: "level", call: "c7", body: { level: "complex" } });
  assert.equal(read("LV 12 grave", world()).say, "Say which level: Complex, 重大");
  assert.equal(act("LV major"), null);
  assert.equal(act("LV 12 A1 major"), null);
});
