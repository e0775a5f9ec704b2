import assert from "node:assert/strict";
import { test } from "node:test";

import { createFeed } from "../../static/js/live/feed.js";

const PICTURE = { kind: "snapshot", position: 7, topics: { "org.1": 7 }, face: "console", picture: {} };
const POLL_MS = 3000;

class FakeSocket {
  static OPEN = 1;
  readyState = 1;
  said = [];
  send(text) {
    this.said.push(JSON.parse(text).kind);
  }
  hear(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

/** A feed on a socket that the test speaks for. */
function feedOn(t) {
  const sockets = [];
  const links = [];
  t.mock.timers.enable({ apis: ["setInterval", "setTimeout", "Date"], now: 1_000_000 });
  Object.assign(globalThis, {
    location: { protocol: "http:", host: "here" },
    addEventListener: () => {},
    WebSocket: class extends FakeSocket {
      constructor() {
        super();
        sockets.push(this);
      }
    },
  });
  createFeed({ socketPath: "/ws", snapshotPath: "/picture", onState: () => {}, onLink: ({ link }) => links.push(link) });
  return { socket: sockets[0], links };
}

test("while the relay is silent whole pictures are asked for, as no fact comes", (t) => {
  const { socket, links } = feedOn(t);
  socket.hear(PICTURE);
  assert.equal(links.at(-1), "live");
  t.mock.timers.tick(POLL_MS);
  assert.equal(socket.said.includes("resume"), false);

  socket.hear({ kind: "pong", topics: {}, silent_s: 11 });
  assert.equal(links.at(-1), "behind");
  t.mock.timers.tick(POLL_MS);
  assert.equal(socket.said.at(-1), "resume");
  socket.hear(PICTURE);
  assert.equal(links.at(-1), "behind");

  socket.hear({ kind: "pong", topics: {}, silent_s: 0.4 });
  assert.equal(links.at(-1), "live");
});

test("a relay that never lived is a silent one", (t) => {
  const { socket, links } = feedOn(t);
  socket.hear(PICTURE);
  socket.hear({ kind: "pong", topics: {}, silent_s: null });
  assert.equal(links.at(-1), "behind");
});
