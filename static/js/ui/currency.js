/**
 * Whether what a page shows is current. When it is not, the page says so with its age, its commands are refused, and
 * what a person typed stays where it is.
 */

import { byId, setHidden, setText } from "../lib/dom.js";
import { refuseCommandsWhile } from "../lib/http.js";
import { age } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";

export const CURRENT_FOR_MS = 15000;
const CUT_OFF = new Set(["offline", "refused"]);

/**
 * Milliseconds since the last word of the server when the page is not current, else null.
 *
 * @param link     how the page stands, as `createFeed` tells it
 * @param heardAt  when the server was last heard, 0 for never, by the clock of `now`
 * @param openedAt when the page was opened: it counts as current until it should have heard
 */
export function notCurrentFor({ link, heardAt }, { openedAt, now }) {
  const silent = now - (heardAt || openedAt);
  const late = now - Math.max(heardAt, openedAt) > CURRENT_FOR_MS;
  return CUT_OFF.has(link) || late ? Math.max(0, silent) : null;
}

const REFUSAL = () =>
  gettext("Not sent: this page is not current. What you typed stays here; send it again when the page is current.");

/**
 * @param advice  what to do meanwhile, in the words of this page
 *
 * `render({link, heardAt})` once a second, and at every change; `isCurrent()`.
 */
export function createCurrency({ advice }) {
  const banner = byId("not-current");
  const openedAt = Date.now();
  let last = { link: "connecting", heardAt: 0 };

  const silent = () => notCurrentFor(last, { openedAt, now: Date.now() });
  const isCurrent = () => silent() === null;
  refuseCommandsWhile(() => (isCurrent() ? "" : REFUSAL()));

  function render(next = last) {
    last = next;
    const ms = silent();
    document.documentElement.toggleAttribute("data-not-current", ms !== null);
    setHidden(banner, ms === null);
    if (ms !== null) {
      setText(banner.querySelector("[data-age]"), interpolate(gettext("last news %(age)s ago"), { age: age(ms / 1000) }));
      setText(banner.querySelector("[data-advice]"), advice());
    }
  }

  return { render, isCurrent };
}
