/** Panes in windows of their own, on a second screen. There a pane shows; what is chosen in it opens in the first window. */

import { byId, el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/words.js";

const HERE_EVERY_MS = 2000;
const GONE_AFTER_MS = 70_000; // a browser slows the clocks of a window that nobody sees to a minute
const SIZE = "popup,width=960,height=900";
const NAMES = { calls: () => gettext("Calls"), map: () => gettext("Map"), force: () => gettext("Force") };

/** The pane that this window shows alone; null in the first window. */
function ownPane() {
  const name = new URLSearchParams(location.search).get("pane");
  return Object.hasOwn(NAMES, name) ? name : null;
}

/** A window of one pane: says that it is there, until it is closed. */
function showAlone(own, grid, channel) {
  const say = (kind) => channel.postMessage({ kind, pane: own });
  grid.dataset.pane = own;
  document.title = `${NAMES[own]()} · ${document.title}`;
  channel.addEventListener("message", ({ data: { kind, pane } }) => {
    if (kind === "who") {
      say("here");
    } else if (kind === "close" && pane === own) {
      close();
    }
  });
  addEventListener("pagehide", () => say("gone"));
  setInterval(say, HERE_EVERY_MS, "here");
  say("here");
}

/** The first window: leaves its place to a pane that stands elsewhere, and takes it back. */
function followOthers(grid, channel, acts) {
  const heardAt = new Map();
  const back = byId("windows");

  function show() {
    const away = [...heardAt.keys()];
    const text = (pane) => interpolate(gettext("Bring back: %(pane)s"), { pane: NAMES[pane]() });
    grid.dataset.away = away.join(" ");
    back.replaceChildren(
      ...away.map((pane) => el("button", { class: "button", type: "button", onclick: () => channel.postMessage({ kind: "close", pane }) }, text(pane))),
    );
  }

  function forget(pane) {
    return heardAt.delete(pane) && show();
  }

  channel.addEventListener("message", ({ data: { kind, pane, id } }) => {
    if (kind === "here") {
      const isNew = !heardAt.has(pane);
      heardAt.set(pane, Date.now());
      return isNew && show();
    }
    return kind === "gone" ? forget(pane) : acts[kind]?.(id);
  });
  setInterval(() => heardAt.forEach((at, pane) => Date.now() - at > GONE_AFTER_MS && forget(pane)), HERE_EVERY_MS);
  for (const button of grid.querySelectorAll("[data-detach]")) {
    button.addEventListener("click", () => open(`${location.pathname}?pane=${button.dataset.detach}`, `console-${button.dataset.detach}`, SIZE));
  }
  channel.postMessage({ kind: "who" });
}

/**
 * @param grid the console
 * @param user whose windows belong together
 * @param acts `{call, unit}`: open the call, the unit of this id that was chosen in another window
 * @returns `own`: the pane that this window shows alone, or null; `forward(kind, id)`: whether the first window opens it
 */
export function createWindows({ grid, user, acts }) {
  const channel = new BroadcastChannel(`console-${user}`);
  const own = ownPane();
  if (own) {
    showAlone(own, grid, channel);
  } else {
    followOthers(grid, channel, acts);
  }
  return {
    own,
    forward(kind, id) {
      if (own) {
        channel.postMessage({ kind, id });
      }
      return Boolean(own);
    },
  };
}
