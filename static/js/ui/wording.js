/** Codes of the server in words. An unknown code is shown as it is, never hidden. */

import { age, timer } from "../lib/time.js";
import { gettext, interpolate, ngettext } from "../lib/words.js";

function worded(table) {
  return (code) => table()[code] ?? code;
}

export const modeName = worded(() => ({
  car: gettext("Car"),
  bicycle: gettext("E-bike"),
  foot: gettext("On foot"),
}));

export const flagName = worded(() => ({
  stale_position: gettext("Position old"),
  lost_position: gettext("Position lost"),
  short_crewed: gettext("Short-crewed"),
  estimated: gettext("Estimated"),
  unreachable_by_road: gettext("No way by road"),
  far_from_road: gettext("Far from a road"),
  standby: gettext("Leaves standby"),
}));

export const passedOverReason = worded(() => ({
  off_duty: gettext("Off duty"),
  transporting: gettext("Transporting"),
  meal: gettext("At a meal"),
  refuel: gettext("Refuelling"),
  paperwork: gettext("Doing paperwork"),
  training: gettext("In training"),
  busy: gettext("Busy"),
  breakdown: gettext("Broken down"),
  out_of_service: gettext("Out of service"),
  no_sworn_officer: gettext("No sworn officer aboard"),
  has_an_order: gettext("Has an order"),
  no_position: gettext("Position unknown"),
  farther: gettext("Farther away"),
}));

const BEHIND = () => ({
  unreachable: gettext("no way by road"),
  stale: gettext("older position"),
  short_crewed: gettext("short-crewed"),
  farther: gettext("farther"),
  call_sign: gettext("equal"),
});

/** Why a unit stands where it stands in the ranking. */
export function reasonText(reason) {
  const crew = { sworn: reason.sworn, auxiliaries: reason.auxiliaries };
  const texts = {
    road_time: () => modeName(reason.mode),
    straight_line_time: () => modeName(reason.mode),
    position_age: () => null,
    crew: () => interpolate(gettext("crew %(sworn)s+%(auxiliaries)s"), crew),
    behind: () =>
      reason.rule === "slower"
        ? interpolate(gettext("%(time)s after %(unit)s"), { time: timer(reason.seconds), unit: reason.call_sign })
        : BEHIND()[reason.rule] ?? reason.rule,
  };
  return texts[reason.code] ? texts[reason.code]() : reason.code;
}

export function countOfUnits(count) {
  return interpolate(ngettext("%(count)s unit", "%(count)s units", count), { count });
}

export const outcomeName = worded(() => ({
  settled: gettext("Settled on the spot"),
  report_taken: gettext("Report taken"),
  handed_over: gettext("Handed over"),
  nothing_found: gettext("Nothing found"),
}));

/** The outcomes offered when a call is done, most usual first. */
export const OUTCOMES = ["settled", "report_taken", "handed_over", "nothing_found"];

/** What an alarm asks for. `name` is the unit's call sign, `number` the call's. */
export function alarmText(alarm, { unit, number }) {
  const values = { unit: unit ?? gettext("a unit"), number: number ?? "" };
  const texts = {
    "order.call_by_radio": gettext("Call %(unit)s by radio: the order for %(number)s has not reached a device."),
    "order.unanswered": gettext("%(unit)s has not answered the order for %(number)s."),
    "unit.overdue": gettext("%(unit)s should be back by now. Ask by radio how it is."),
  };
  return interpolate(texts[alarm.kind] ?? alarm.kind, values);
}

/** The unit that could go instead, from an alarm about silence. */
export function offerText(offer) {
  return interpolate(gettext("Next best: %(unit)s, %(time)s away"), {
    unit: offer.call_sign,
    time: timer(offer.seconds),
  });
}

export const factText = worded(() => ({
  "incident.opened": gettext("Call taken"),
  "incident.assigned": gettext("Sent"),
  "incident.outcome_given": gettext("Outcome given"),
  "incident.closed": gettext("Call closed"),
  "incident.cancelled": gettext("Call cancelled"),
  "incident.note_added": gettext("Note added"),
  "incident.caller_added": gettext("Caller noted"),
  "incident.linked": gettext("Linked as a duplicate"),
  "incident.joined": gettext("A duplicate was linked"),
  "incident.level_set": gettext("Level set"),
  "incident.signed": gettext("Signed for"),
  "order.sent": gettext("Order sent"),
  "order.delivered": gettext("Order reached the device"),
  "order.seen": gettext("Order seen"),
  "order.acknowledged": gettext("Order acknowledged"),
  "order.done": gettext("Order done"),
  "order.withdrawn": gettext("Order withdrawn"),
  "assignment.en_route": gettext("En route"),
  "assignment.arrived": gettext("On scene"),
  "assignment.cleared": gettext("Cleared"),
  "assignment.withdrawn": gettext("Taken off the call"),
}));

export function ageText(seconds) {
  return seconds === null ? gettext("no position") : age(seconds);
}
