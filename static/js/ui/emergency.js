/** Crews that call for help and that nobody has yet: across the whole console, above everything else. */

import { isEmergency } from "../lib/alarm_rhythm.js";
import { byId, el, reconcile, setHidden, setText } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { age, secondsSince } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { ringing } from "./alarms.js";
import { alarmText } from "./wording.js";

/** To take one opens its call, too: `onOpenCall(id)`. `render(state, {now})` on every change and every second. */
export function createEmergency({ mayDispatch, onOpenCall }) {
  const list = el("section", { class: "emergency", "aria-label": gettext("Calls for help"), hidden: "" });
  byId("not-current").after(list);

  async function take(alarm, button) {
    button.disabled = true;
    try {
      await command(`/api/alarms/${alarm.id}/acknowledge`);
    } catch {
      button.disabled = false; // it rings on, and the list of alarms says why
      return;
    }
    if (alarm.data.incident) {
      onOpenCall(alarm.data.incident);
    }
  }

  function create(alarm) {
    const button = el("button", { class: "button", type: "button", onclick: ({ target }) => take(alarm, target) }, gettext("Take it"));
    return el("div", { role: "alert" }, el("strong", { data: { part: "text" } }), el("span", { class: "tabular", data: { part: "age" }, "aria-live": "off" }), mayDispatch ? button : null);
  }

  function render(state, { now }) {
    const calls = ringing(state, now).filter(isEmergency);
    setHidden(list, !calls.length);
    reconcile(list, calls, {
      keyOf: (alarm) => alarm.id,
      create,
      update(item, alarm) {
        setText(item.querySelector("[data-part=text]"), alarmText(alarm, { unit: alarm.data.call_sign }));
        const passed = interpolate(gettext("%(age)s ago"), { age: age(secondsSince(alarm.raised_at, now)) });
        setText(item.querySelector("[data-part=age]"), passed);
      },
    });
  }

  return { render };
}
