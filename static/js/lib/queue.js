/**
 * Commands of a device that may be out of reach: kept in storage, sent one after the other in the order they were
 * given, each with its own key, so that none is done twice. A refusal ends a command; anything passing keeps it.
 */

import { command, newKey } from "./http.js";

const LONGEST_WAIT_MS = 30000;
const FIRST_WAIT_MS = 1000;

/** Wait before the next try, doubling: 1 s, 2 s, 4 s ... 30 s. */
export function waitAfter(failures) {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
}

function load(storage, name) {
  try {
    const kept = JSON.parse(storage.getItem(name) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

function moment(ms) {
  return new Date(ms).toISOString();
}

/** Send a kept command with when it was given and what this clock shows now: the server counts how long it waited. */
export function sendKept({ path, body, key, at }) {
  const headers = { "Device-Time": moment(Date.now()) };
  return command(path, { ...body, happened_at: moment(at) }, { key, evenWhenOld: true, headers });
}

/**
 * @param storage  where commands survive a reload: `localStorage` or its like
 * @param name     the key under which they are kept
 * @param send     `(item) => Promise`, rejecting with a Problem
 * @param later    `(run, ms)`: how to wait; setTimeout in a page
 * @param changed  told after every change with the items still waiting
 * @param refused  told `(item, problem)` when the server said no
 */
export function createQueue({ storage, name, send, later, changed = () => {}, refused = () => {} }) {
  let items = load(storage, name);
  let busy = false;
  let failures = 0;

  function keep() {
    storage.setItem(name, JSON.stringify(items));
    changed(items);
  }

  function settle(item, problem) {
    failures = 0;
    items = items.filter((waiting) => waiting.key !== item.key);
    keep();
    if (problem) {
      refused(item, problem);
    }
  }

  async function sendFirst() {
    const item = items[0];
    try {
      await send(item);
    } catch (problem) {
      if (problem.passing ?? true) {
        failures += 1;
        changed(items);
        return false;
      }
      settle(item, problem);
      return true;
    }
    settle(item, null);
    return true;
  }

  async function flush() {
    if (busy) {
      return;
    }
    busy = true;
    let going = true;
    while (going && items.length) {
      going = await sendFirst();
    }
    busy = false;
    if (items.length) {
      later(flush, waitAfter(failures));
    }
  }

  return {
    /** Queue a command and try at once. `at` is the device's moment of the act. */
    add(command, at) {
      items = [...items, { ...command, key: newKey(), at }];
      keep();
      return flush();
    },
    flush,
    waiting: () => items,
    failing: () => failures > 0,
  };
}
