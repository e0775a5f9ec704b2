/**
 * Commands of a device that may be out of reach: kept in storage, sent one after the other in the order they were
 * given, each with its own key, so that none is done twice. A refusal ends a command; anything passing keeps it.
 *
 * Each command is an entry of its own, so that two tabs of one person lose nothing of each other; one tab sends at a
 * time.
 */

import { command, newKey } from "./http.js";

const LONGEST_WAIT_MS = 30000;
const FIRST_WAIT_MS = 1000;

/** Wait before the next try, doubling: 1 s, 2 s, 4 s ... 30 s, or what is the longest. */
export function waitAfter(failures, longest = LONGEST_WAIT_MS) {
  return Math.min(longest, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
}

function moment(ms) {
  return new Date(ms).toISOString();
}

/** Send a kept command with when it was given and what this clock shows now: the server counts how long it waited. */
export function sendKept({ path, body, key, at }) {
  const headers = { "Device-Time": moment(Date.now()) };
  return command(path, { ...body, happened_at: moment(at) }, { key, evenWhenOld: true, headers });
}

function readable(text) {
  try {
    const item = JSON.parse(text);
    return item?.path && item.key ? item : null;
  } catch {
    return null;
  }
}

/** The kept commands: in storage, and in memory alone where storage takes no more. */
function createShelf(storage, name, makeRoom) {
  const unkept = new Map();

  function names() {
    return Array.from({ length: storage.length }, (_none, at) => storage.key(at)).filter((key) => key.startsWith(`${name}:`));
  }

  function store(item) {
    try {
      storage.setItem(`${name}:${item.key}`, JSON.stringify(item));
      return true;
    } catch {
      return false;
    }
  }

  return {
    /** All of them, the oldest first. */
    items() {
      const stored = names().map((key) => readable(storage.getItem(key)));
      return [...stored.filter(Boolean), ...unkept.values()].sort((one, other) => one.turn - other.turn || one.at - other.at);
    },
    /** Whether it survives the page. */
    put(item) {
      const kept = store(item) || (makeRoom(), store(item));
      return kept || !unkept.set(item.key, item);
    },
    remove({ key }) {
      unkept.delete(key);
      storage.removeItem(`${name}:${key}`);
    },
  };
}

/**
 * @param storage  where commands survive a reload: `localStorage` or its like
 * @param name     what their names in it begin with
 * @param send     `(item) => Promise`, rejecting with a Problem
 * @param later    `(run, ms)`: how to wait; setTimeout in a page
 * @param alone    `(run) => Promise`: runs it while no other tab does
 * @param makeRoom gives up what storage can do without
 * @param changed  told after every change
 * @param refused  told `(item, problem)` when the server said no
 * @param longest  the longest wait between two tries, ms
 * @param full     told when a command could not be kept for after a reload
 */
export function createQueue({ storage, name, send, later, alone = (run) => run(), makeRoom = () => {}, changed = () => {}, refused = () => {}, full = () => {}, longest }) {
  const shelf = createShelf(storage, name, makeRoom);
  let busy = false;
  let failures = 0;

  function settle(item, problem) {
    failures = 0;
    shelf.remove(item);
    changed();
    if (problem) {
      refused(item, problem);
    }
  }

  /** Whether the next one may go. */
  async function sendFirst(item) {
    try {
      await send(item);
    } catch (problem) {
      if (problem.passing ?? true) {
        failures += 1;
        changed();
        return false;
      }
      settle(item, problem);
      return true;
    }
    settle(item, null);
    return true;
  }

  async function sendAll() {
    let [first] = shelf.items();
    while (first && (await sendFirst(first))) {
      [first] = shelf.items();
    }
  }

  async function flush() {
    if (busy) {
      return;
    }
    busy = true;
    try {
      await alone(sendAll);
    } finally {
      busy = false;
    }
    if (shelf.items().length) {
      later(flush, waitAfter(failures, longest));
    }
  }

  return {
    /** Queue a command and try at once. `at` is the device's moment of the act; a clock set back does not reorder. */
    add(command, at) {
      const last = shelf.items().at(-1)?.turn ?? 0;
      if (!shelf.put({ ...command, key: newKey(), at, turn: Math.max(at, last + 1) })) {
        full();
      }
      changed();
      return flush();
    },
    flush,
    waiting: () => shelf.items(),
    failing: () => failures > 0,
  };
}
