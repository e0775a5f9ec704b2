/** The form under an alarm that silences it for a while: for how long, and why. */

import { el } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { gettext, interpolate, ngettext } from "../lib/words.js";

const MINUTES = [5, 10, 15, 30, 60];
const MINUTE_MS = 60000;

/** `{button, form}` for one alarm; `now` gives the server's time, `say` tells what went wrong. */
export function createSnooze({ alarm, now, say }) {
  const option = (count) => el("option", { value: count }, interpolate(ngettext("%(count)s minute", "%(count)s minutes", count), { count }));
  const minutes = el("select", { class: "input snooze-minutes", "aria-label": gettext("For how long") }, MINUTES.map(option));
  const reason = el("input", {
    class: "input",
    maxlength: 200,
    required: true,
    dir: "auto",
    "aria-label": gettext("Why it may wait"),
    placeholder: gettext("Why it may wait"),
  });
  const send = el("button", { class: "button button-primary", type: "submit" }, gettext("Snooze"));
  const form = el("form", { class: "row", hidden: true }, reason, minutes, send);
  const button = el("button", { class: "button", type: "button", "aria-expanded": "false", data: { part: "snooze" } }, gettext("Snooze …"));

  function show(open) {
    form.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    (open ? reason : button).focus();
  }

  async function snooze(event) {
    event.preventDefault();
    if (!reason.value.trim()) {
      return say("error", gettext("Say why it may wait."));
    }
    send.disabled = true;
    say();
    try {
      const until = new Date(now() + Number(minutes.value) * MINUTE_MS).toISOString();
      await command(`/api/alarms/${alarm.id}/snooze`, { until, reason: reason.value.trim() });
      form.reset();
      show(false);
    } catch (problem) {
      say("error", problem.message);
    }
    send.disabled = false;
    return null;
  }

  button.addEventListener("click", () => show(form.hidden));
  form.addEventListener("submit", snooze);
  return { button, form };
}
