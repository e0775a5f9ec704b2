/** Pages without a stream of facts: they ask now and then whether the server is there, and hold forms back while not. */

import { byId } from "../lib/dom.js";
import { get } from "../lib/http.js";
import { gettext } from "../lib/words.js";
import { createCurrency } from "./currency.js";

const ASK_MS = 5000;

function advice() {
  return gettext("Nothing can be sent from here until the server is back. The page goes on trying.");
}

/** Watch the server from a page of the desk. */
export function watchServer() {
  const currency = createCurrency({ advice });
  let heardAt = Date.now();
  let link = "live";

  async function ask() {
    try {
      await get("/health/live");
      heardAt = Date.now();
      link = "live";
    } catch {
      link = "offline";
    }
    currency.render({ link, heardAt });
  }

  function holdBack(event) {
    if (!currency.isCurrent()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      byId("not-current").focus();
    }
  }

  document.addEventListener("submit", holdBack, { capture: true });
  setInterval(ask, ASK_MS);
  setInterval(() => currency.render(), 1000);
}
