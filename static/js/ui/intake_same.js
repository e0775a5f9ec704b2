/** While a call is being taken: others that may be about the same event, so that a second caller makes no second call. */

import { fillWhenChanged, setHidden } from "../lib/dom.js";
import { get } from "../lib/http.js";
import { gettext } from "../lib/words.js";
import { offerNode } from "./duplicates.js";

const PAUSE_MS = 300;

/**
 * @param root      its `[data-list]` shows the offers
 * @param asked     `() => {lon, lat, datum, type}` or null while the place is not known
 * @param onChoose  `(offer) => Promise`: the caller tells of that call
 * @param say       tells what went wrong
 */
export function createSame({ root, asked, onChoose, say }) {
  const list = root.querySelector("[data-list]");
  let timer = null;
  let asking = null;
  let last = "";

  function stop() {
    clearTimeout(timer);
    asking?.abort();
  }

  function show(offers) {
    setHidden(root, !offers.length);
    const words = gettext("Add the caller");
    fillWhenChanged(list, JSON.stringify(offers), () => offers.map((offer) => offerNode(offer, { now: Date.now(), words, onChoose })));
  }

  async function ask(query) {
    const own = new AbortController();
    asking = own;
    try {
      const offers = await get(`/api/duplicates?${query}`, { signal: own.signal });
      if (!own.signal.aborted) {
        show(offers);
      }
    } catch (problem) {
      if (!own.signal.aborted) {
        say("warning", problem.message);
      }
    }
  }

  function clear() {
    stop();
    last = "";
    show([]);
  }

  return {
    clear,
    /** Ask again if type or place have changed. */
    follow() {
      const place = asked();
      const query = place ? String(new URLSearchParams(place)) : "";
      if (query === last) {
        return;
      }
      stop();
      last = query;
      if (query) {
        timer = setTimeout(ask, PAUSE_MS, query);
      } else {
        show([]);
      }
    },
  };
}
