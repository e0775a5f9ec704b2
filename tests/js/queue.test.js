import assert from "node:assert/strict";
import { test } from "node:test";

import { Problem } from "../../static/js/lib/http.js";
import { createQueue, waitAfter } from "../../static/js/lib/queue.js";

function shelf(kept = {}) {
  return { getItem: (name) => kept[name] ?? null, setItem: (name, text) => (kept[name] = text), kept };
}

function queue(send, { storage = shelf(), ...rest } = {}) {
  return createQueue({ storage, name: "orders", send, later: () => {}, ...rest });
}

const offline = new Problem("no network");
const no = new Problem("withdrawn", { status: 409, code: "not_allowed" });

test("commands are sent in the order they were given, each with its own key", async () => {
  const sent = [];
  const own = queue(async (item) => sent.push(item));
  await own.add({ path: "/a" }, 1);
  await own.add({ path: "/b" }, 2);
  assert.deepEqual(sent.map((item) => item.path), ["/a", "/b"]);
  assert.notEqual(sent[0].key, sent[1].key);
  assert.equal(own.waiting().length, 0);
});

test("without a network a command waits and is sent again under the same key", async () => {
  let reachable = false;
  const keys = [];
  const own = queue(async (item) => {
    keys.push(item.key);
    if (!reachable) {
      throw offline;
    }
  });
  await own.add({ path: "/a" }, 1);
  assert.equal(own.waiting().length, 1);
  assert.equal(own.failing(), true);
  reachable = true;
  await own.flush();
  assert.equal(own.waiting().length, 0);
  assert.equal(keys[0], keys[1]);
});

test("a later command never overtakes one that still waits", async () => {
  const tried = [];
  const own = queue(async (item) => {
    tried.push(item.path);
    throw offline;
  });
  await own.add({ path: "/a" }, 1);
  await own.add({ path: "/b" }, 2);
  assert.deepEqual(tried, ["/a", "/a"]);
});

test("a refused command is told of and lets the next one pass", async () => {
  const sent = [];
  const refusals = [];
  const own = queue(
    async (item) => {
      sent.push(item.path);
      if (item.path === "/a") {
        throw no;
      }
    },
    { refused: (item, problem) => refusals.push([item.path, problem.code]) },
  );
  await own.add({ path: "/a" }, 1);
  await own.add({ path: "/b" }, 2);
  assert.deepEqual(sent, ["/a", "/b"]);
  assert.deepEqual(refusals, [["/a", "not_allowed"]]);
});

test("a log-in that ran out loses nothing", async () => {
  const own = queue(async () => {
    throw new Problem("logged out", { status: 401 });
  });
  await own.add({ path: "/a" }, 1);
  assert.equal(own.waiting().length, 1);
});

test("commands survive a reload of the page", async () => {
  const storage = shelf();
  const before = queue(async () => Promise.reject(offline), { storage });
  await before.add({ path: "/a", body: { disposition: "done" } }, 7);
  const sent = [];
  await queue(async (item) => sent.push(item), { storage }).flush();
  assert.deepEqual(sent.map(({ path, at }) => [path, at]), [["/a", 7]]);
});

test("a spoilt store starts empty", () => {
  assert.deepEqual(queue(async () => {}, { storage: shelf({ orders: "{" }) }).waiting(), []);
});

test("the wait between tries doubles up to half a minute", () => {
  assert.deepEqual([1, 2, 3, 10].map(waitAfter), [1000, 2000, 4000, 30000]);
});
