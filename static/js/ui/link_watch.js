/** How a page stands to the server: its light, and the banner of a page that is not current. */

import { byId } from "../lib/dom.js";
import { createCurrency } from "./currency.js";
import { createLink, notCurrentAdvice } from "./link.js";

/** `render({link, heardAt})` at every change, `render()` once a second. `face` says whose advice the banner gives. */
export function createLinkWatch(face) {
  let last = { link: "connecting", heardAt: 0 };
  const light = createLink(byId("link"));
  const currency = createCurrency({ advice: () => notCurrentAdvice(last.link, face) });
  return {
    link: () => last.link,
    render(next = last) {
      last = next;
      light.render(last);
      currency.render(last);
    },
  };
}
