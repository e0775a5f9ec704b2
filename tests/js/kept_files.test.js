import assert from "node:assert/strict";
import { test } from "node:test";

import { ANSWER, answerFor, replaced } from "../../static/js/lib/kept_files.js";

const asked = (path, more) => answerFor({ method: "GET", mode: "cors", path, ...more });

test("the page and its files are kept, an answer of the API never", () => {
  assert.equal(asked("/officer/", { mode: "navigate" }), ANSWER.page);
  assert.equal(asked("/log-in/", { mode: "navigate" }), ANSWER.network);
  assert.equal(asked("/static/css/tokens.0123456789ab.css"), ANSWER.copy);
  assert.equal(asked("/static/css/tokens.css"), ANSWER.fresh);
  assert.equal(asked("/officer/picture"), ANSWER.network);
  assert.equal(asked("/api/found", { method: "POST" }), ANSWER.network);
});

test("a newer file replaces the older one of its name, and nothing else", () => {
  const kept = ["/officer/", "/static/a.0123456789ab.css", "/static/a.0123456789ab.js", "/static/icon.aaaaaaaaaaaa.svg"];
  const loaded = ["/officer/", "/static/a.ba9876543210.css", "/static/a.0123456789ab.js"];
  assert.deepEqual(replaced(kept, loaded), ["/static/a.0123456789ab.css"]);
});
