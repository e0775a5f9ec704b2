/** The connection light: colour, shape, words and the age of the last message. */

import { el, fillWhenChanged, setText } from "../lib/dom.js";
import { age } from "../lib/time.js";
import { gettext } from "../lib/words.js";
import { shapeNode } from "./shape.js";

const LINKS = {
  connecting: { shape: "ring", tone: "grey", text: () => gettext("Connecting") },
  live: { shape: "circle", tone: "green", text: () => gettext("Live") },
  behind: { shape: "triangle", tone: "amber", text: () => gettext("Behind") },
  offline: { shape: "octagon", tone: "red", text: () => gettext("Offline") },
  refused: { shape: "octagon", tone: "red", text: () => gettext("Logged out") },
};

const NOT_REACHED = {
  console: () =>
    gettext(
      "The server is not reached, so nothing can be sent from here. Work by radio and on paper, with the last printed sheet; enter it afterwards.",
    ),
  officer: () =>
    gettext("The server is not reached. Steps of your order are kept and sent later; for everything else use the radio."),
};

/** What the console says while news comes late but comes. */
export function behindNotice() {
  return gettext("The live connection is down. News comes every 3 seconds instead; orders and calls still work.");
}

/** What to do while the page is not current, on the `console` or the `officer`'s page. */
export function notCurrentAdvice(link, face) {
  return link === "refused"
    ? gettext("You are logged out, or your role was taken away. Load the page again to log in.")
    : NOT_REACHED[face]();
}

/** `render({link, heardAt})`; `heardAt` by the device's own clock, 0 before the first message. */
export function createLink(node) {
  const shape = el("span");
  const words = el("span");
  node.append(shape, words);
  return {
    render({ link, heardAt }) {
      const { shape: form, tone, text } = LINKS[link];
      fillWhenChanged(shape, link, () => [shapeNode(form, tone, { pulsing: tone === "red" })]);
      const seconds = heardAt ? (Date.now() - heardAt) / 1000 : null;
      setText(words, seconds === null ? text() : `${text()} · ${age(seconds)}`);
    },
  };
}
