/** The bell and the list of alarms: each with its owner, each to be acknowledged. */

import { el, reconcile, setHidden, setText } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { age, secondsSince } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { createNotice } from "./notice.js";
import { alarmText, offerText } from "./wording.js";

/** The call that an alarm is about, or null. */
function callOf(alarm) {
  const { subject_label: label, subject_id: id, incident } = alarm.data ?? {};
  return incident ?? (label === "dispatch.incident" ? id : null);
}

/** Alarms that nobody has taken and nobody silenced. */
export function ringing(state, now) {
  return Object.values(state.picture.alarms).filter(
    (alarm) => !alarm.acknowledged_at && !(alarm.snoozed_until && Date.parse(alarm.snoozed_until) > now),
  );
}

function createItem({ mayDispatch, onOpenCall }) {
  return (alarm) => {
    const text = el("p", { data: { part: "text" } });
    const facts = el("p", { class: "hint tabular", data: { part: "facts" } });
    const messages = el("div");
    const say = createNotice(messages);
    const acknowledge = el("button", { class: "button button-primary", type: "button", data: { part: "take" } }, gettext("Acknowledge"));
    acknowledge.addEventListener("click", async () => {
      acknowledge.disabled = true;
      say();
      try {
        await command(`/api/alarms/${alarm.id}/acknowledge`);
      } catch (problem) {
        say("error", problem.message);
      }
      acknowledge.disabled = false;
    });
    const call = callOf(alarm);
    const open = call ? el("button", { class: "button", type: "button", onclick: () => onOpenCall(call) }, gettext("Open the call")) : null;
    const offers = (alarm.data.next_units ?? []).map((offer) => el("p", { class: "hint" }, offerText(offer)));
    return el("li", { class: "alarm" }, text, offers[0], facts, el("div", { class: "row" }, mayDispatch ? acknowledge : null, open), messages);
  };
}

function updateItem(item, alarm, { state, now }) {
  const part = (name) => item.querySelector(`[data-part=${name}]`);
  const unit = state.picture.units[alarm.data.unit]?.call_sign ?? alarm.data.call_sign;
  const number = state.picture.incidents[callOf(alarm)]?.number ?? alarm.data.number;
  setText(part("text"), alarmText(alarm, { unit, number }));
  const raised = interpolate(gettext("%(age)s ago"), { age: age(secondsSince(alarm.raised_at, now)) });
  const owner = alarm.owner ? interpolate(gettext("taken by %(name)s"), { name: alarm.owner }) : gettext("nobody has it yet");
  setText(part("facts"), `${raised} · ${owner}`);
  item.toggleAttribute("data-owned", Boolean(alarm.acknowledged_at));
  if (part("take")) {
    setHidden(part("take"), Boolean(alarm.acknowledged_at));
  }
}

/** Unacknowledged first, newest first. */
function sorted(alarms) {
  return alarms.sort(
    (one, other) =>
      Boolean(one.acknowledged_at) - Boolean(other.acknowledged_at) || Date.parse(other.raised_at) - Date.parse(one.raised_at),
  );
}

/** `render(state, {now})` on every change and every second. */
export function createAlarms({ bell, panel, list, empty, mayDispatch, onOpenCall }) {
  const number = bell.querySelector("[data-count]");
  const create = createItem({ mayDispatch, onOpenCall });

  function toggle(open) {
    setHidden(panel, !open);
    bell.setAttribute("aria-expanded", String(open));
  }

  bell.addEventListener("click", () => toggle(panel.hidden));

  return {
    close: () => toggle(false),
    isOpen: () => !panel.hidden,
    render(state, { now }) {
      const alarms = Object.values(state.picture.alarms);
      const unheard = ringing(state, now).length;
      bell.toggleAttribute("data-ringing", unheard > 0);
      setText(number, String(unheard));
      setHidden(empty, alarms.length > 0);
      reconcile(list, sorted(alarms), { keyOf: (alarm) => alarm.id, create, update: (item, alarm) => updateItem(item, alarm, { state, now }) });
    },
  };
}
