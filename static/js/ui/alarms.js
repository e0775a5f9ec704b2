/** The bell and the list of alarms: each with its owner, each to be acknowledged or to wait with a reason. */

import { isEmergency } from "../lib/alarm_rhythm.js";
import { byId, el, reconcile, setHidden, setText } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { age, secondsSince } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { createNotice } from "./notice.js";
import { createSnooze } from "./snooze.js";
import { alarmText, offerText } from "./wording.js";

/** The call that an alarm is about, or null. */
function callOf(alarm) {
  const { subject_label: label, subject_id: id, incident } = alarm.data ?? {};
  return incident ?? (label === "dispatch.incident" ? id : null);
}

function isSnoozed(alarm, now) {
  return Boolean(alarm.snoozed_until) && Date.parse(alarm.snoozed_until) > now;
}

/** Alarms that nobody has taken and nobody silenced. */
export function ringing(state, now) {
  return Object.values(state.picture.alarms).filter((alarm) => !alarm.acknowledged_at && !isSnoozed(alarm, now));
}

/** Of a crew that called for help: it is safe. */
function safeButton(alarm, say) {
  const onclick = async ({ target }) => {
    target.disabled = true;
    say();
    try {
      await command(`/api/units/${alarm.data.unit}/safe`);
    } catch (problem) {
      say("error", problem.message);
      target.disabled = false;
    }
  };
  return el("button", { class: "button", type: "button", data: { part: "safe" }, onclick }, gettext("The crew is safe"));
}

function createItem({ mayDispatch, onOpenCall, now }) {
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
        acknowledge.closest(".alarm")?.focus();
      } catch (problem) {
        say("error", problem.message);
      }
      acknowledge.disabled = false;
    });
    const call = callOf(alarm);
    const open = call ? el("button", { class: "button", type: "button", onclick: () => onOpenCall(call) }, gettext("Open the call")) : null;
    const offers = (alarm.data.next_units ?? []).map((offer) => el("p", { class: "hint" }, offerText(offer)));
    const danger = isEmergency(alarm);
    const snooze = mayDispatch && !danger ? createSnooze({ alarm, now, say }) : null;
    const safe = mayDispatch && danger ? safeButton(alarm, say) : null;
    const acts = el("div", { class: "row" }, mayDispatch ? acknowledge : null, open, snooze?.button, safe);
    return el("li", { class: "alarm", tabindex: "-1" }, text, offers[0], facts, acts, snooze?.form, messages);
  };
}

/** Until when it is silent and why; nothing for one that rings. */
function snoozeText({ snoozed_until: until, snooze_reason: reason }, wall) {
  return [interpolate(gettext("silent until %(time)s"), { time: wall.time(until) }), reason].filter(Boolean).join(": ");
}

function updateItem(item, alarm, { state, now, wall }) {
  const part = (name) => item.querySelector(`[data-part=${name}]`);
  const unit = state.picture.units[alarm.data.unit]?.call_sign ?? alarm.data.call_sign;
  const number = state.picture.incidents[callOf(alarm)]?.number ?? alarm.data.number;
  setText(part("text"), alarmText(alarm, { unit, number }));
  const raised = interpolate(gettext("%(age)s ago"), { age: age(secondsSince(alarm.raised_at, now)) });
  const owner = alarm.owner ? interpolate(gettext("taken by %(name)s"), { name: alarm.owner }) : gettext("nobody has it yet");
  const snoozed = isSnoozed(alarm, now);
  setText(part("facts"), [raised, owner, snoozed && snoozeText(alarm, wall)].filter(Boolean).join(" · "));
  item.toggleAttribute("data-owned", Boolean(alarm.acknowledged_at));
  item.toggleAttribute("data-snoozed", snoozed);
  item.toggleAttribute("data-emergency", isEmergency(alarm));
  const taken = Boolean(alarm.acknowledged_at);
  [part("safe")].forEach((button) => button && setHidden(button, !taken));
  ["take", "snooze"].map(part).forEach((button) => button && setHidden(button, taken));
}

/** Crews in danger first; then those that ring, then the silenced, then those that somebody has; newest first. */
function sorted(alarms, now) {
  const standing = (alarm) => (alarm.acknowledged_at ? 2 : isSnoozed(alarm, now) ? 1 : 0);
  const calm = (alarm) => (isEmergency(alarm) ? 0 : 1);
  return alarms.sort((one, other) => calm(one) - calm(other) || standing(one) - standing(other) || Date.parse(other.raised_at) - Date.parse(one.raised_at));
}

/** `render(state, {now})` on every change and every second; `now` gives the server's time, `wall` words it. */
export function createAlarms({ mayDispatch, onOpenCall, wall, now: serverNow }) {
  const bell = byId("bell");
  const panel = byId("alarms");
  const number = bell.querySelector("[data-count]");
  const create = createItem({ mayDispatch, onOpenCall, now: serverNow });

  function toggle(open) {
    setHidden(panel, !open);
    bell.setAttribute("aria-expanded", String(open));
  }

  /** Opened, the first thing to press has the focus: the keyboard goes on from there. */
  function press() {
    toggle(panel.hidden);
    (panel.hidden ? bell : panel.querySelector("li button:not([hidden])") ?? panel).focus();
  }

  bell.addEventListener("click", press);

  return {
    close: () => toggle(false),
    isOpen: () => !panel.hidden,
    render(state, { now }) {
      const alarms = Object.values(state.picture.alarms);
      const unheard = ringing(state, now).length;
      bell.toggleAttribute("data-ringing", unheard > 0);
      setText(number, String(unheard));
      setHidden(byId("alarms-empty"), alarms.length > 0);
      reconcile(byId("alarms-list"), sorted(alarms, now), {
        keyOf: (alarm) => alarm.id,
        create,
        update: (item, alarm) => updateItem(item, alarm, { state, now, wall }),
      });
    },
  };
}
