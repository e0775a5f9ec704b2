import assert from "node:assert/strict";
import { test } from "node:test";

import { StreetLabel } from "../../static/js/map/street_label.js";

const LETTER = 6; // pixels a letter in this test
const scratch = { measureText: () => ({ width: LETTER }) };
const label = new StreetLabel({ font: (zoom) => `${zoom}px sans`, fill: "black", halo: "white", haloWidth: 2, every: 300, nameOf: ({ name }) => name });

class Point {
  constructor(x, y) {
    Object.assign(this, { x, y });
  }

  clone() {
    return new Point(this.x, this.y);
  }
}

const line = (...places) => [places.map(([x, y]) => new Point(x, y))];
const place = (geom, name = "Mill Lane") => label.place({ zoom: 12, scratch }, geom, { props: { name } });

/** The letters in the order in which they are drawn, with their angles. */
function written([{ draw }]) {
  const letters = [];
  const context = { save() {}, restore() {}, translate() {}, strokeText() {}, rotate: (angle) => letters.push([angle]), fillText: (text) => letters.at(-1).push(text) };
  draw(context);
  return letters.filter(([, text]) => text);
}

test("a name stands in the middle of its street", () => {
  const [{ bboxes }] = place(line([0, 0], [200, 0]));
  const middle = (bboxes[0].minX + bboxes.at(-1).maxX) / 2;
  assert.ok(Math.abs(middle - 100) < 1);
  assert.equal(bboxes.length, "Mill Lane".length);
});

test("a long street carries its name more than once", () => {
  assert.equal(place(line([0, 0], [1000, 0])).length, 3);
});

test("a name that is longer than its street is left out, and so is no name", () => {
  assert.equal(place(line([0, 0], [40, 0])), undefined);
  assert.equal(place(line([0, 0], [200, 0]), ""), undefined);
});

test("a name follows a bend, and is left out where the street turns back", () => {
  const bend = written(place(line([0, 0], [70, 10], [140, 40], [200, 90]), "Winding Mill Lane East"));
  assert.ok(bend.at(-1)[0] > bend[0][0]);
  assert.equal(place(line([0, 0], [60, 0], [0, 5])), undefined);
});

test("a street that was drawn from east to west is read from west to east, upright", () => {
  const [found] = place(line([200, 0], [0, 0]));
  const angles = written([found]).map(([angle]) => Math.cos(angle));
  const letters = written([found]).map(([, text]) => text);
  const eastwards = found.bboxes.map(({ minX }, at) => [minX, letters[at]]).sort(([one], [other]) => one - other);
  assert.equal(eastwards.map(([, letter]) => letter).join(""), "Mill Lane");
  assert.ok(angles.every((cosine) => cosine > 0.99));
});

test("a Chinese name is set along its street, and upright from top to bottom where that is steep", () => {
  assert.equal(place(line([0, 0], [200, 0]), "解放东路")[0].bboxes.length, 4);
  const [found] = place(line([0, 200], [10, 0]), "解放北路");
  const letters = written([found]);
  const downwards = found.bboxes.map(({ minY }, at) => [minY, letters[at][1]]).sort(([one], [other]) => one - other);
  assert.equal(downwards.map(([, letter]) => letter).join(""), "解放北路");
  assert.ok(letters.every(([angle]) => angle === 0));
  assert.ok(written(place(line([0, 200], [10, 0]), "Mill Lane")).every(([angle]) => Math.abs(Math.cos(angle)) < 0.1));
});
