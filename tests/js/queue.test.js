import assert from "node:assert/strict";
import { test } from "node:test";

import { Problem } from "../../static/js/lib/http.js";
import { createQueue, waitAfter } from "../../static/js/lib/queue.js";

function shelf(kept = {}) {
  return {
    get length() {
      return Object.keys(kept).length;
    },
    key: (at) => Object.keys(kept)[at],
    getItem: (name) => kept[name] ?? null,
    setItem: (name, text) => (kept[name] = text),
    removeItem: (name) => delete kept[name],
    kept,
  };
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

test("a spoilt record is passed over, and another person's left alone", () => {
  const storage = shelf({ "orders:a": "{", "orders-of-others:b": '{"path": "/b", "key": "b"}' });
  assert.deepEqual(queue(async () => {}, { storage }).waiting(), []);
});

test("two tabs lose nothing of each other and send each record once, in the order given", async () => {
  const storage = shelf();
  let reachable = false;
  const sent = [];
  const send = async (item) => (reachable ? sent.push(item.path) : Promise.reject(offline));
  let turn = Promise.resolve();
  const alone = (run) => (turn = turn.then(run));
  const tabs = [queue(send, { storage, alone }), queue(send, { storage, alone })];
  await tabs[0].add({ path: "/first" }, 1);
  await tabs[1].add({ path: "/second" }, 2);
  await tabs[0].add({ path: "/third" }, 3);
  reachable = true;
  await Promise.all([tabs[1].flush(), tabs[0].flush()]);
  assert.deepEqual(sent, ["/first", "/second", "/third"]);
  assert.deepEqual(storage.kept, {});
});

test("a clock that is set back does not reorder what was done", async () => {
  let reachable = false;
  const sent = [];
  const own = queue(async (item) => (reachable ? sent.push([item.path, item.at]) : Promise.reject(offline)));
  await own.add({ path: "/first" }, 5000);
  await own.add({ path: "/second" }, 4000);
  reachable = true;
  await own.flush();
  assert.deepEqual(sent, [["/first", 5000], ["/second", 4000]]);
});

/** Storage that takes no more, as long as `full`. */
function fullShelf(kept) {
  const storage = shelf(kept);
  const setItem = storage.setItem;
  storage.full = true;
  storage.setItem = (name, text) => {
    if (storage.full) {
      throw new DOMException("full", "QuotaExceededError");
    }
    setItem(name, text);
  };
  return storage;
}

test("on a full device room is made, and the record survives a reload", async () => {
  const storage = fullShelf();
  const own = queue(async () => Promise.reject(offline), { storage, makeRoom: () => (storage.full = false) });
  await own.add({ path: "/a" }, 1);
  assert.equal(queue(async () => {}, { storage }).waiting().length, 1);
});

test("where no room can be made the record is sent all the same, and the person is told", async () => {
  const sent = [];
  let told = 0;
  const own = queue(async (item) => sent.push(item.path), { storage: fullShelf(), full: () => (told += 1) });
  await own.add({ path: "/a" }, 1);
  assert.deepEqual([sent, told, own.waiting()], [["/a"], 1, []]);
});

test("forty records of six hours go out in order, each with its own moment and key", async () => {
  let reachable = false;
  const sent = [];
  const own = queue(async (item) => (reachable ? sent.push(item) : Promise.reject(offline)));
  for (let at = 0; at < 40; at += 1) {
    await own.add({ path: `/${at}` }, at * 9 * 60000);
  }
  reachable = true;
  await own.flush();
  assert.deepEqual(sent.map(({ path, at }) => [path, at]), Array.from({ length: 40 }, (_none, at) => [`/${at}`, at * 9 * 60000]));
  assert.equal(new Set(sent.map(({ key }) => key)).size, 40);
});

test("the wait between tries doubles up to half a minute", () => {
  assert.deepEqual([1, 2, 3, 10].map((failures) => waitAfter(failures)), [1000, 2000, 4000, 30000]);
});
