import assert from "node:assert/strict";
import { test } from "node:test";

import { asText, cornersOf, isPlain, shapeFrom } from "../../static/js/lib/corners.js";
import { commandsFor, retirement } from "../../static/js/lib/ground_commands.js";
import { changed, editDraft, isUnsaved, newDraft, onTopOf, presentOf, redone, splitDraft, undone } from "../../static/js/lib/ground_draft.js";
import { begin, canRedo, canUndo, isChanged, redo, step, undo } from "../../static/js/lib/history.js";
import { changesGround } from "../../static/js/live/ground.js";
import { found } from "../../static/js/ui/ground_list.js";

const SQUARE = { type: "Polygon", coordinates: [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]] };
const WIDER = { type: "Polygon", coordinates: [[[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]] };
const ZONE = { id: "z1", geometry: SQUARE, properties: { kind: "zone", code: "Z1", name: "Lake", version: 3, may_edit: true } };
const VALUES = { code: "Z1", name: "Lake", priority: 5 };

const commands = (draft) => commandsFor({ ...draft, draft: presentOf(draft) });

test("every step can be taken back and taken again, in order", () => {
  const history = [1, 2, 3].reduce(step, begin(0));
  const back = undo(undo(history));
  assert.deepEqual([history.present, back.present, redo(back).present], [3, 1, 2]);
  assert.equal(undo(undo(undo(undo(history)))).present, 0);
  assert.equal(redo(redo(redo(back))).present, 3);
});

test("a new step after taking back forgets what was taken back", () => {
  const history = step(undo(step(step(begin("a"), "b"), "c")), "d");
  assert.equal(history.present, "d");
  assert.equal(canRedo(history), false);
  assert.equal(undo(history).present, "b");
});

test("a step to the same state is no step", () => {
  const history = step(begin({ a: [1, 2] }), { a: [1, 2] });
  assert.equal(canUndo(history), false);
  assert.equal(isChanged(history), false);
});

test("back at the start nothing is unsaved", () => {
  const history = undo(step(begin(1), 2));
  assert.equal(isChanged(history), false);
  assert.equal(isChanged(redo(history)), true);
});

test("no step changes a history that somebody holds", () => {
  const history = Object.freeze({ past: Object.freeze([]), present: 1, future: Object.freeze([]) });
  step(undo(redo(step(history, 2))), 3);
  assert.deepEqual(history, { past: [], present: 1, future: [] });
});

test("corners, the finished shape and what was typed are steps of one draft", () => {
  let draft = newDraft("zone", VALUES);
  draft = changed(draft, { corners: [[0, 0]] });
  draft = changed(draft, { corners: [[0, 0], [1, 0]] });
  draft = changed(draft, { shape: SQUARE });
  draft = changed(draft, { values: { ...VALUES, name: "Pond" } });
  assert.equal(presentOf(undone(draft)).values.name, "Lake");
  assert.equal(presentOf(undone(undone(draft))).shape, null);
  assert.equal(presentOf(undone(undone(undone(draft)))).corners.length, 1);
  assert.deepEqual(presentOf(redone(undone(draft))), presentOf(draft));
  assert.equal(isUnsaved(draft), true);
});

test("a new thing is saved by one command with its shape in WGS-84", () => {
  const draft = changed(newDraft("zone", VALUES), { shape: SQUARE });
  assert.deepEqual(commands(draft), [{ path: "/api/zones", body: { ...VALUES, shape: SQUARE, datum: "wgs84" } }]);
});

test("only what changed is sent, with the version that was seen", () => {
  const draft = editDraft(ZONE, VALUES);
  assert.deepEqual(commands(draft), []);
  const renamed = changed(draft, { values: { ...VALUES, name: "Pond" } });
  assert.deepEqual(commands(renamed), [{ path: "/api/zones/z1/edit", body: { name: "Pond", version: 3 } }]);
  const redrawn = changed(renamed, { shape: WIDER });
  assert.deepEqual(
    commands(redrawn).map(({ path, body }) => [path, body.version]),
    [["/api/zones/z1/reshape", 3], ["/api/zones/z1/edit", undefined]],
  );
});

test("points are moved, routes redrawn, zones split, cautions withdrawn", () => {
  const place = { type: "Point", coordinates: [1, 2] };
  const point = { id: "p", geometry: place, properties: { kind: "point", version: 1 } };
  const moved = changed(editDraft(point, {}), { shape: { type: "Point", coordinates: [1, 3] } });
  assert.equal(commands(moved)[0].path, "/api/points/p/move");
  const line = { type: "LineString", coordinates: [[0, 0], [1, 1]] };
  const split = changed(splitDraft(ZONE, { code: "Z2", name: "Shore" }), { shape: line });
  const body = { line, datum: "wgs84", code: "Z2", name: "Shore", version: 3 };
  assert.deepEqual(commands(split), [{ path: "/api/zones/z1/split", body }]);
  assert.equal(retirement({ kind: "caution", id: "c" }).path, "/api/cautions/c/withdraw");
  assert.equal(retirement({ kind: "route", id: "r" }).path, "/api/routes/r/retire");
});

test("when somebody was faster theirs is loaded and undo brings one's own back, to be saved over it", () => {
  const mine = changed(editDraft(ZONE, VALUES), { shape: WIDER });
  const theirs = { ...ZONE, geometry: { ...SQUARE, coordinates: [[[5, 5], [6, 5], [6, 6], [5, 5]]] }, properties: { ...ZONE.properties, version: 4 } };
  const after = onTopOf(mine, theirs);
  assert.deepEqual(presentOf(after).shape, theirs.geometry);
  assert.deepEqual(commands(after), []);
  const [command] = commands(undone(after));
  assert.deepEqual([command.body.shape, command.body.version], [WIDER, 4]);
});

test("corners can be typed, and what cannot be a shape gives none", () => {
  assert.deepEqual(shapeFrom("0 0\n1, 0\n1，1\n0 1", "Polygon"), SQUARE);
  assert.deepEqual(shapeFrom("117.1 36.2", "Marker"), { type: "Point", coordinates: [117.1, 36.2] });
  for (const text of ["", "0 0\n1 1", "0 0\n1 0\nhere", "0 0\n1 0\n1 91", "0 0 0\n1 0\n1 1"]) {
    assert.equal(shapeFrom(text, "Polygon"), null, text);
  }
  assert.equal(asText(cornersOf(SQUARE)), "0 0\n1 0\n1 1\n0 1");
});

test("shapes with holes or parts are not typed", () => {
  const hole = { type: "Polygon", coordinates: [SQUARE.coordinates[0], SQUARE.coordinates[0]] };
  assert.equal(isPlain(hole), false);
  assert.equal(isPlain({ type: "MultiPolygon", coordinates: [SQUARE.coordinates, SQUARE.coordinates] }), false);
  assert.equal(isPlain({ type: "MultiPolygon", coordinates: [SQUARE.coordinates] }), true);
});

test("the ground is fetched again after facts about it alone", () => {
  const journal = (kind) => ({ kind: "journal", entry: { kind } });
  for (const kind of ["zone.created", "beat.split", "point.moved", "route.redrawn", "caution.noted", "map.imported"]) {
    assert.equal(changesGround(journal(kind)), true, kind);
  }
  for (const message of [journal("incident.opened"), journal("unit.status_changed"), { kind: "positions" }, { kind: "pong" }]) {
    assert.equal(changesGround(message), false);
  }
  assert.equal(changesGround({ kind: "range", entries: [{ kind: "order.sent" }, { kind: "zone.retired" }] }), true);
  assert.equal(changesGround({ kind: "snapshot" }), true);
});

test("the list is found by words in any order, half-width or full-width", () => {
  const things = [ZONE, { id: "b", properties: { kind: "beat", code: "B1", name: "Lake beat" } }];
  const kinds = new Set(["zone", "beat"]);
  assert.deepEqual(found(things, { kinds, words: "ｂ1 lake" }).map(({ id }) => id), ["b"]);
  assert.deepEqual(found(things, { kinds: new Set(["zone"]), words: "" }).map(({ id }) => id), ["z1"]);
  assert.equal(found(things, { kinds, words: "school" }).length, 0);
});
