import assert from "node:assert/strict";
import { test } from "node:test";

import { createLooks } from "../../static/js/lib/looks.js";

function memory() {
  const kept = new Map();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, text) => kept.set(name, text) };
}

const note = (call) => ({ subject_label: "dispatch.incident", subject_id: call, data: {} });
const step = (call) => ({ subject_label: "dispatch.assignment", subject_id: "7", data: { incident: call } });

test("what comes to a closed call is news until somebody looks", () => {
  const looks = createLooks({ storage: memory(), user: 1, now: () => 1000 });
  looks.hear(step("c1"));
  assert.equal(looks.hasNews("c1"), true);
  looks.open("c1");
  assert.equal(looks.hasNews("c1"), false);
  looks.hear(note("c1"));
  assert.equal(looks.hasNews("c1"), false, "it stands before their eyes");
  looks.close();
  looks.hear(note("c1"));
  assert.equal(looks.hasNews("c1"), true);
});

test("a fact about no call is nobody's news", () => {
  const looks = createLooks({ storage: memory(), user: 1, now: () => 1000 });
  looks.hear({ subject_label: "patrol.unit", subject_id: "3", data: { unit: 3 } });
  assert.equal(looks.hasNews("3"), false);
});

test("the last look outlives a reload, and is each person's own", () => {
  const storage = memory();
  let now = 1000;
  const looks = createLooks({ storage, user: 1, now: () => now });
  looks.open("c1");
  assert.equal(looks.since(), null, "the first look has nothing before it");
  now = 5000;
  looks.open("c2"); // ends the look at c1
  const again = createLooks({ storage, user: 1, now: () => now });
  again.open("c1");
  assert.equal(again.since(), 5000);
  const other = createLooks({ storage, user: 2, now: () => now });
  other.open("c1");
  assert.equal(other.since(), null);
});

test("a storage that is full or holds other words stops nobody", () => {
  const full = {
    getItem: () => "{not ours",
    setItem() {
      throw new Error("QuotaExceededError");
    },
  };
  const looks = createLooks({ storage: full, user: 1, now: () => 1000 });
  looks.open("c1");
  looks.close();
  looks.open("c1");
  assert.equal(looks.since(), 1000);
});
