import assert from "node:assert/strict";
import { test } from "node:test";

import { command, refuseCommandsWhile } from "../../static/js/lib/http.js";
import { CURRENT_FOR_MS, notCurrentFor } from "../../static/js/ui/currency.js";

const NOON = 1_000_000_000;

function silence(link, heardBefore, { openedBefore = 600_000 } = {}) {
  const heardAt = heardBefore === null ? 0 : NOON - heardBefore;
  return notCurrentFor({ link, heardAt }, { openedAt: NOON - openedBefore, now: NOON });
}

test("a page that heard the server a moment ago is current, by socket or by polling", () => {
  assert.equal(silence("live", 4000), null);
  assert.equal(silence("behind", 4000), null);
});

test("a page that has heard nothing for too long tells its age, whatever its link believes", () => {
  assert.equal(silence("live", CURRENT_FOR_MS + 1), CURRENT_FOR_MS + 1);
  assert.equal(silence("behind", 180_000), 180_000);
});

test("a page that is cut off is not current from the first second", () => {
  assert.equal(silence("offline", 2000), 2000);
  assert.equal(silence("refused", 2000), 2000);
});

test("a page that was just opened has time to hear, also with a picture kept from before", () => {
  assert.equal(silence("connecting", null, { openedBefore: 3000 }), null);
  assert.equal(silence("connecting", 7_200_000, { openedBefore: 3000 }), null);
  assert.equal(silence("connecting", 7_200_000, { openedBefore: 16_000 }), 7_200_000);
});

test("a page that is not current sends no command, but still tells what happened", async (t) => {
  const asked = [];
  globalThis.document = { cookie: "" };
  t.mock.method(globalThis, "fetch", async (path) => {
    asked.push(path);
    return { ok: true, status: 204 };
  });
  t.after(() => refuseCommandsWhile(() => ""));
  refuseCommandsWhile(() => "Not current.");
  await assert.rejects(command("/api/incidents", { type: "theft" }), { message: "Not current.", code: "not_current" });
  await command("/api/assignments/1/arrive", {}, { evenWhenOld: true });
  assert.deepEqual(asked, ["/api/assignments/1/arrive"]);
  refuseCommandsWhile(() => "");
  await command("/api/incidents", { type: "theft" });
  assert.equal(asked.length, 2);
});
