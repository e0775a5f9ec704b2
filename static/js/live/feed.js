/**
 * The stream of facts: a socket with a heartbeat, and what to do when it fails.
 *
 * - A message that leaves a hole is held back until the range before it was fetched over HTTP.
 * - No answer to a ping, or a closed socket: connect again after a growing wait. Meanwhile facts are polled.
 * - No sign of life of the server's relay: facts stand still, so whole pictures are polled.
 * - `onLink({link, heardAt})` says how we stand: `connecting`, `live`, `behind` (news comes by polling),
 *   `offline`, `refused` (logged out, or the role is gone).
 */

import { get } from "../lib/http.js";
import { EMPTY, apply, isBehind, isHole } from "./state.js";

const PING_MS = 5000;
const SILENCE_MS = 12000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;
const POLL_MS = 3000;
const SNAPSHOT_PATIENCE_MS = 4000;
const RELAY_PATIENCE_S = 10;
const PAGE = 500;
const NOT_PERMITTED = 4403;

/** Wait before connection attempt number `attempt` (from 0), with up to a third of chance, so that pages spread. */
export function reconnectWait(attempt, random = Math.random()) {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt) * (1 + random / 3);
}

/** Every entry after a position, page by page. */
async function fetchRange(after) {
  const entries = [];
  let page;
  let last = after;
  do {
    page = await get(`/api/journal?after=${last}`);
    entries.push(...page.results);
    last = page.results.at(-1)?.position ?? last;
  } while (page.results.length >= PAGE);
  return { kind: "range", after, entries, through: Math.max(last, page.last ?? last), silent_s: page.silent_s };
}

/** Whether a message tells that facts have stopped coming; undefined where it tells nothing about it. */
function saysStill({ silent_s: silent }) {
  return silent === undefined ? undefined : silent === null || silent > RELAY_PATIENCE_S;
}

function socketAddress(path) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${location.host}${path}`;
}

/**
 * @param socketPath   where the socket is: `/ws/live?face=console`
 * @param snapshotPath the same snapshot over HTTP, for when there is no socket
 * @param initial      a picture kept from before, or nothing
 * @param keptAt       when that was, by the device's clock
 * @param onState      told `(state, message)` after every message
 * @param onLink       told `{link, heardAt}` whenever it may have changed
 */
export function createFeed({ socketPath, snapshotPath, initial = EMPTY, keptAt = 0, onState, onLink }) {
  let state = initial;
  let socket = null;
  let attempt = 0;
  let link = "connecting";
  let heardAt = keptAt;
  let still = false;
  let held = [];
  let fetching = false;
  let refused = false;

  function tell(next) {
    link = next;
    onLink({ link, heardAt });
  }

  function heard() {
    heardAt = Date.now();
  }

  function take(message) {
    still = saysStill(message) ?? still;
    state = apply(state, message);
    onState(state, message);
    if (state.stale) {
      state = { ...state, stale: false };
      refresh();
    }
  }

  function releaseHeld() {
    const waiting = held;
    held = [];
    waiting.forEach(receive);
  }

  /** Fetch what is missing, and apply what was held back after it. */
  async function catchUp() {
    if (fetching || !state.ready) {
      return;
    }
    fetching = true;
    try {
      take(await fetchRange(state.complete));
      heard();
    } finally {
      fetching = false;
    }
    releaseHeld();
  }

  /** A whole new picture: over the open socket, or over HTTP. */
  async function refresh() {
    if (socket?.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify({ kind: "resume" }));
      return;
    }
    take(await get(snapshotPath));
    heard();
  }

  function receive(message) {
    if (message.kind === "journal" && (fetching || isHole(state, message))) {
      held.push(message);
      catchUp().catch(() => socket?.close());
      return;
    }
    take(message);
    if (message.kind === "pong" && isBehind(state, message.topics)) {
      catchUp().catch(() => {});
    }
  }

  function lost(code) {
    socket = null;
    held = [];
    if (code === NOT_PERMITTED) {
      refused = true;
      tell("refused");
      return;
    }
    tell(link === "live" ? "behind" : link);
    setTimeout(connect, reconnectWait(attempt));
    attempt += 1;
  }

  /** A network that went away closes nothing: a silent socket is given up. */
  function giveUp() {
    const silent = socket;
    silent.onmessage = silent.onclose = null;
    silent.close();
    lost();
  }

  function connect() {
    const opened = new WebSocket(socketAddress(socketPath));
    socket = opened;
    opened.onmessage = ({ data }) => {
      attempt = 0;
      heard();
      [JSON.parse(data)].flat().forEach(receive); // facts that belong together come in one message
      tell(still ? "behind" : "live");
    };
    opened.onclose = ({ code }) => lost(code);
  }

  function ping() {
    if (socket?.readyState !== WebSocket.OPEN) {
      return;
    }
    if (Date.now() - heardAt > SILENCE_MS) {
      giveUp();
      return;
    }
    socket.send(JSON.stringify({ kind: "ping" }));
  }

  async function poll() {
    if (link === "live" || refused) {
      return;
    }
    try {
      await (state.ready && state.position && !still ? catchUp() : refresh());
      tell("behind");
    } catch (problem) {
      refused = problem.status === 401 || problem.status === 403;
      tell(refused ? "refused" : "offline");
    }
  }

  connect();
  setInterval(ping, PING_MS);
  setInterval(poll, POLL_MS);
  setTimeout(() => state.ready || poll(), SNAPSHOT_PATIENCE_MS);
  addEventListener("online", () => socket || poll());

  return {
    state: () => state,
    /** Put a message in that did not come over the socket: a call that was fetched, positions. */
    take,
    refresh: () => refresh().catch(() => {}),
  };
}
