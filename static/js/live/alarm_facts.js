/** What each fact about an alarm changes in the console's picture. Pure: state in, state out. */

import { changeUnit, withPicture, without } from "./picture.js";

function alarmRaised(state, { data, at }) {
  const { alarm: id, ...facts } = data;
  const raised = { id, ...facts, raised_at: at, owner: null, acknowledged_at: null, snoozed_until: null, snooze_reason: "" };
  return withHelp(withPicture(state, { alarms: { ...state.picture.alarms, [id]: raised } }), raised, true);
}

/** A crew that calls for help, or is safe again, stands so on board and map. */
function withHelp(state, { kind, data }, called) {
  return kind === "unit.help" ? changeUnit(state, data.unit, () => ({ help: called })) : state;
}

function alarmClosed(state, { data }) {
  const { alarms } = state.picture;
  const closed = alarms[data.alarm];
  return closed ? withHelp(withPicture(state, { alarms: without(alarms, data.alarm) }), closed, false) : state;
}

function changeAlarm(state, id, change) {
  const alarm = state.picture.alarms[id];
  return alarm ? withPicture(state, { alarms: { ...state.picture.alarms, [id]: { ...alarm, ...change } } }) : state;
}

/** Why is in no journal entry: a new picture tells. */
function alarmSnoozed(state, { data }) {
  return { ...changeAlarm(state, data.alarm, { snoozed_until: data.until, snooze_reason: "" }), stale: true };
}

export const ALARM_FACTS = {
  "alarm.raised": alarmRaised,
  "alarm.acknowledged": (state, { data, at }) => changeAlarm(state, data.alarm, { owner: data.owner, acknowledged_at: at }),
  "alarm.snoozed": alarmSnoozed,
  "alarm.closed": alarmClosed,
};
