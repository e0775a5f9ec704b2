import assert from "node:assert/strict";
import { test } from "node:test";

import { createCallDetails } from "../../static/js/live/call_details.js";

const ON_SCENE = { assignments: { 7: { state: "on_scene" } }, changed: null };

function detailsOf(asked) {
  globalThis.document ??= { cookie: "", hidden: false };
  globalThis.setInterval = () => 0;
  globalThis.fetch = async (path) => {
    asked.push(path);
    return { ok: true, status: 200, json: async () => ({}) };
  };
  return createCallDetails({ onDetails() {}, onRanking() {}, onProblem() {} });
}

function timesAskedFor(asked) {
  return asked.filter((path) => path === "/api/incidents/12").length;
}

test("a call that is cleared and closed at once is fetched again, though it is in no picture any more", () => {
  const asked = [];
  const details = detailsOf(asked);
  details.open("12");
  details.watch(ON_SCENE);
  details.watch(ON_SCENE);
  assert.equal(timesAskedFor(asked), 1);
  details.watch(undefined);
  assert.equal(timesAskedFor(asked), 2);
  details.watch(undefined);
  assert.equal(timesAskedFor(asked), 2);
});

test("nothing is fetched for a card that was closed", () => {
  const asked = [];
  const details = detailsOf(asked);
  details.open("12");
  details.watch(ON_SCENE);
  details.close();
  details.watch(undefined);
  assert.equal(timesAskedFor(asked), 1);
});
