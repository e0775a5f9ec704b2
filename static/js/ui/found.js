/** The officer's "found something": a call with the own unit on scene, in one act. */

import { setHidden } from "../lib/dom.js";
import { gettext } from "../lib/words.js";
import { createNotice } from "./notice.js";

/**
 * @param root      the section of the page
 * @param place     `() => {lon, lat}` or null: where the phone is; without it the unit's last position counts
 * @param onReport  `(body) => Promise<boolean>`: sends it, or keeps it for later; whether it has arrived
 */
export function createFound({ root, place, onReport }) {
  const opener = root.querySelector("[data-open]");
  const form = root.querySelector("form");
  const say = createNotice(root.querySelector("[data-messages]"));
  const { type, note } = form.elements;

  function show(open) {
    setHidden(form, !open);
    opener.setAttribute("aria-expanded", String(open));
  }

  async function report(event) {
    event.preventDefault();
    type.setAttribute("aria-invalid", String(!type.value));
    if (!type.value) {
      say("error", gettext("Choose what it is."));
      return;
    }
    const body = { type: type.value, note: note.value.trim(), ...place() };
    form.reset();
    show(false);
    say();
    if (await onReport(body)) {
      say("done", gettext("The control room has your report."));
    }
  }

  opener.addEventListener("click", () => {
    show(form.hidden);
    form.querySelector("[type=submit]").scrollIntoView({ block: "center" });
  });
  form.addEventListener("submit", report);

  return { render: (onUnit) => setHidden(root, !onUnit) };
}
