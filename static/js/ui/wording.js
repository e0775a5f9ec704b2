/** Codes of the server in words. An unknown code is shown as it is, never hidden. */

import { age, timer } from "../lib/time.js";
import { gettext, interpolate, ngettext, pgettext } from "../lib/words.js";

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

/** How serious a call turned out; nothing where no level was set. */
export const levelName = worded(() => ({
  ordinary: gettext("Ordinary"),
  complex: gettext("Complex"),
  major: gettext("Major"),
}));

/** Every level, the lightest first. */
export const LEVELS = ["ordinary", "complex", "major"];

export function countOfUnits(count) {
  return interpolate(ngettext("%(count)s unit", "%(count)s units", count), { count });
}

/** A time of a call, or of a unit on it. */
export const timeName = worded(() => ({
  received_at: gettext("Received"),
  first_report_at: gettext("First report"),
  controlled_at: gettext("Under control"),
  ended_at: gettext("Ended"),
  acknowledged_at: gettext("Acknowledged"),
  en_route_at: gettext("En route"),
  arrived_at: gettext("On scene"),
  cleared_at: gettext("Cleared"),
}));

/** What an alarm asks for. `name` is the unit's call sign, `number` the call's. */
export function alarmText(alarm, { unit, number }) {
  const values = { unit: unit ?? gettext("a unit"), number: number ?? "", receiver: alarm.data?.receiver };
  const texts = {
    "order.call_by_radio": gettext("Call %(unit)s by radio: the order for %(number)s has not reached a device."),
    "order.unanswered": gettext("%(unit)s has not answered the order for %(number)s."),
    "incident.given_back": gettext("Call %(number)s has no unit any more: %(unit)s was pulled away."),
    "incident.hold_over": gettext("Call %(number)s has waited as long as was said. Decide."),
    "incident.support_asked": gettext("%(unit)s asks for support at call %(number)s. Send another unit."),
    "unit.stack_waits": gettext("%(unit)s is free, but cannot be sent to call %(number)s that waits for it."),
    "assignment.late_step": gettext("%(unit)s told a step of call %(number)s after it was taken off. Settle it."),
    "order.call_by_radio.desk": gettext("No console shows the desk that its unit was lent to call %(number)s. Telephone."),
    "order.unanswered.desk": gettext("The desk that lent a unit to call %(number)s has not acknowledged it."),
    "order.call_by_radio.report": gettext("The direct report of call %(number)s has reached no page of %(receiver)s. Telephone."),
    "order.unanswered.report": gettext("%(receiver)s has not acknowledged the direct report of call %(number)s."),
    "unit.help": gettext("%(unit)s calls for help."),
    "unit.overdue": gettext("%(unit)s should be back by now. Ask by radio how it is."),
  };
  const kind = [alarm.kind, { unit_lent: "desk", direct_report: "report" }[alarm.data?.kind]].filter(Boolean).join(".");
  return interpolate(texts[kind] ?? kind, values);
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
  "incident.entered_from_paper": gettext("Entered from paper"),
  "paper.unit_sent": gettext("Sent"),
  "paper.unit_en_route": gettext("En route"),
  "paper.unit_arrived": gettext("On scene"),
  "paper.unit_cleared": gettext("Cleared"),
  "incident.outcome_given": gettext("Outcome given"),
  "incident.closed": gettext("Call closed"),
  "incident.cancelled": gettext("Call cancelled"),
  "incident.reopened": gettext("Call opened again"),
  "incident.help_called": gettext("Crew calls for help"),
  "incident.first_reported": gettext("First report"),
  "incident.controlled": gettext("Under control"),
  "incident.reported": gettext("Further report"),
  "incident.note_added": gettext("Note added"),
  "incident.caller_added": gettext("Caller noted"),
  "incident.linked": gettext("Linked as a duplicate"),
  "incident.joined": gettext("A duplicate was linked"),
  "incident.level_set": gettext("Level set"),
  "incident.signed": gettext("Signed for"),
  "incident.preempted": gettext("Pulled here from another call"),
  "incident.given_back": gettext("Given back: its unit was pulled away"),
  "incident.reported_directly": gettext("Reported directly"),
  "incident.support_asked": gettext("Support asked for"),
  "incident.held": gettext("Put on hold"),
  "incident.resumed": gettext("Taken up again"),
  "incident.stacked": gettext("Waits for a busy unit"),
  "incident.unstacked": gettext("No longer waits for the unit"),
  "incident.primary_chosen": gettext("Leads at the scene"),
  "incident.place_corrected": gettext("Place corrected"),
  "assignment.late_step": gettext("Told after it was taken off"),
  "assignment.late_step_settled": gettext("Late step settled"),
  "order.sent": gettext("Order sent"),
  "order.delivered": gettext("Order reached the device"),
  "order.seen": gettext("Order seen"),
  "order.woken": gettext("Phone not reached: a wake-up was sent to its crew"),
  "order.wake_failed": gettext("Phone not reached, and no wake-up could be sent"),
  "order.acknowledged": gettext("Order acknowledged"),
  "order.done": gettext("Order done"),
  "order.withdrawn": gettext("Order withdrawn"),
  "assignment.en_route": gettext("En route"),
  "assignment.arrived": gettext("On scene"),
  "assignment.cleared": gettext("Cleared"),
  "assignment.withdrawn": gettext("Taken off the call"),
}));

const ORDER_KINDS = worded(() => ({
  withdrawal: gettext("Taken off the call"),
  corrected_place: gettext("The place was corrected"),
  direct_report: gettext("Direct report"),
  on_scene_prompt: gettext("Still on scene"),
}));

/** What an order that is no dispatch is about. */
export function orderKindName(kind) {
  return ORDER_KINDS(kind) === kind ? gettext("Order") : ORDER_KINDS(kind);
}

/** What happened, and whether an operator heard it by radio or a device's clock was far off. */
export function factWords(kind, data) {
  const told = data.by_radio ? gettext("by radio") : "";
  const paper = data.on_paper || kind.startsWith("paper.") ? gettext("on paper") : "";
  const device = data.device_at ? gettext("kept by a device whose clock differs") : "";
  return [factText(kind), told, paper, device].filter(Boolean).join(pgettext("between parts of a sentence", ", "));
}

export function ageText(seconds) {
  return seconds === null ? gettext("no position") : age(seconds);
}
