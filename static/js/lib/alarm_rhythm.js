/** When alarms sound, and how many a person heard. Pure: times go in, what is due comes out. */

/** An alarm that nobody takes sounds again after this long. */
export const AGAIN_MS = 120000;
/** A crew in danger is heard until somebody takes it (domain.md 4.1). */
export const EMERGENCY_AGAIN_MS = 3000;
/** How many alarms an hour a person is meant to hear at most. */
export const MEANT_AN_HOUR = 6;
const HOUR_MS = 3600000;

/** Whether an alarm must be heard whatever the person chose: a life may hang on it. */
export function isEmergency({ kind, data }) {
  return Boolean(data?.emergency) || /(^|\.)(emergency|help)/.test(kind);
}

/**
 * The alarms that sound now: those that rise, and those that rang long enough ago.
 *
 * @param ringing  alarms that nobody has taken and nobody silenced
 * @param sounded  a Map of an alarm's id to when it last sounded here
 */
export function due(ringing, sounded, now) {
  const again = (alarm) => (isEmergency(alarm) ? EMERGENCY_AGAIN_MS : AGAIN_MS);
  return ringing.filter((alarm) => now - (sounded.get(alarm.id) ?? -Infinity) >= again(alarm));
}

/** `[id, when]` of every alarm heard within the last hour, once each, with those that sounded now. */
export function heardWithin(heard, ids, now) {
  const known = new Map(heard.filter(([, at]) => now - at < HOUR_MS));
  ids.forEach((id) => known.has(id) || known.set(id, now));
  return [...known];
}
