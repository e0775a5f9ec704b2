/** What of the last facts can be taken back, and how. Pure. */

import { gettext } from "./words.js";

const BEFORE_ARRIVAL = ["ordered", "acknowledged", "en_route"];

const REASON = () => gettext("Taken back");

/** For each kind of fact: the call as it stands (undefined once it ended), then the fact's data. */
const WAYS_BACK = {
  "incident.assigned": (call, { assignment }) =>
    BEFORE_ARRIVAL.includes(call?.assignments?.[assignment]?.state) && { path: `/api/assignments/${assignment}/withdraw`, body: { reason: REASON() } },
  "incident.held": (call, { incident, hold_until: until }) =>
    call?.hold_until && Date.parse(call.hold_until) === Date.parse(until) && { path: `/api/incidents/${incident}/resume`, body: {} },
  "incident.stacked": (call, { incident, unit }) =>
    call?.stacked?.includes(unit) && { path: `/api/incidents/${incident}/unstack`, body: { unit } },
  "incident.level_set": (call, { incident, level, was }) =>
    call && call.level === level && { path: `/api/incidents/${incident}/level`, body: { level: was } },
  "incident.closed": (call, { incident }) => !call && { path: `/api/incidents/${incident}/reopen`, body: { reason: REASON() } },
  "incident.cancelled": (call, { incident }) => !call && { path: `/api/incidents/${incident}/reopen`, body: { reason: REASON() } },
};

/**
 * @param entry     a journal entry: `{kind, data}`
 * @param incidents the open calls by id
 * @returns `{path, body}` of the command that undoes it, or null where nothing undoes it any more
 */
export function wayBack({ kind, data }, incidents) {
  return WAYS_BACK[kind]?.(incidents[data.incident], data) || null;
}
