/** What is typed about a call outlives the page that it is typed on. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createDraft } from "../../static/js/ui/intake_draft.js";

const HOUR = 3600 * 1000;

function storage() {
  const kept = new Map();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => kept.set(name, text),
    removeItem: (name) => kept.delete(name),
  };
}

function fieldsWith(values = {}) {
  const names = ["type", "place", "lon", "lat", "datum", "phone", "priority", "note"];
  return Object.fromEntries(names.map((name) => [name, { value: values[name] ?? "" }]));
}

function page(store, values, now = () => 0) {
  const fields = fieldsWith(values);
  return { fields, draft: createDraft({ fields, storage: store, name: "draft", now }) };
}

test("what was typed is there again after a crash, emoji and right-to-left writing too", () => {
  const store = storage();
  page(store, { place: "市场路 🚓 مرحبا", phone: "555 0100", type: "theft" }).draft.keep();
  const after = page(store, {});
  assert.deepEqual(after.draft.restore(), { taken: null });
  assert.equal(after.fields.place.value, "市场路 🚓 مرحبا");
  assert.equal(after.fields.phone.value, "555 0100");
});

test("a story that was going on goes on with its call", () => {
  const store = storage();
  const taken = { id: "1", number: "2026-000001" };
  page(store, { note: "He runs" }).draft.keep(taken);
  assert.deepEqual(page(store, {}).draft.restore(), { taken });
});

test("a form in which nothing was typed is no draft", () => {
  const store = storage();
  page(store, { type: "theft", datum: "wgs84" }).draft.keep();
  assert.equal(page(store, {}).draft.restore(), null);
});

test("a draft is gone when it is cleared, and after twelve hours", () => {
  const store = storage();
  page(store, { note: "He runs" }).draft.keep();
  assert.equal(page(store, {}, () => 12 * HOUR).draft.restore(), null);
  assert.notEqual(page(store, {}, () => 11 * HOUR).draft.restore(), null);
  const { draft } = page(store, {});
  draft.clear();
  assert.equal(draft.restore(), null);
});

test("what is no draft breaks nothing", () => {
  const store = storage();
  for (const text of ["{", "[]", "null", "1"]) {
    store.setItem("draft", text);
    assert.equal(page(store, {}).draft.restore(), null);
  }
});
