/** A page that stayed open, or was kept on the device, while the server got another version. */

import { byId, el } from "../lib/dom.js";
import { gettext } from "../lib/words.js";

/** `release` that the page came with. The result is told every message of the stream. */
export function createNewVersion(release) {
  let told = false;

  return function hear({ kind, release: current }) {
    if (told || kind !== "snapshot" || !current || current === release) {
      return;
    }
    told = true;
    const again = el("button", { class: "button", type: "button", onclick: () => location.reload() }, gettext("Load again"));
    const text = el("p", {}, gettext("There is a newer version of this page. What you typed and what is not sent yet stays."));
    byId("not-current").after(el("div", { class: "new-version", role: "status" }, text, again));
  };
}
