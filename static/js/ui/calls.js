/** The list of open calls: priority, then age. Rows never move under the pointer. */

import { byId, el, reconcile, setHidden, setText, fillWhenChanged } from "../lib/dom.js";
import { createRowsInView } from "../lib/rows_in_view.js";
import { secondsSince, timer } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { typeName } from "./call_types.js";
import { createEnded } from "./ended.js";
import { standingShape } from "./shape.js";
import { levelName } from "./wording.js";

const FRESH_S = 10;

/** Calls that were given back stand on top, those on hold at the bottom. */
function standing({ returned_at: returned, hold_until: held }) {
  return held ? 1 : returned ? -1 : 0;
}

function byUrgency(one, other) {
  return standing(one) - standing(other) || one.priority - other.priority || Date.parse(one.received_at) - Date.parse(other.received_at);
}

/** The assignments of a call that are not over. */
export function activeAssignments(incident) {
  return Object.values(incident.assignments ?? {}).filter(
    (assignment) => assignment.state !== "cleared" && assignment.state !== "withdrawn",
  );
}

export function unitName(state, id, assignment = {}) {
  return state.picture.units[id]?.call_sign ?? assignment.call_sign ?? `#${id}`;
}

function unitChip(state, assignment) {
  return el(
    "span",
    { class: "unit-chip" },
    standingShape(assignment.state),
    unitName(state, assignment.unit, assignment),
  );
}

function createRow(onOpen) {
  return (incident) => {
    const part = (name, classes = "") => el("span", { class: `call-${name} ${classes}`, data: { part: name } });
    const news = el("span", { class: "tag tag-blue", title: gettext("Since you last looked"), data: { part: "news" } }, gettext("News"));
    const foot = el("span", { class: "call-foot" }, part("number"), el("span", { class: "row", data: { part: "units" } }), news);
    const row = el(
      "button",
      { class: "call", type: "button", onclick: () => onOpen(incident.id) },
      el("span", { data: { part: "priority" } }),
      part("type"),
      part("timer"),
      el("span"),
      part("place"),
      el("span"),
      foot,
    );
    row.parts = Object.fromEntries([...row.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
    return el("li", {}, row);
  };
}

/** Why nobody is sent, in a few words; empty without a special reason. */
function waitsText({ returned_at: returned, hold_until: held, stacked }, state) {
  if (returned) {
    return gettext("Given back");
  }
  if (held) {
    return gettext("On hold");
  }
  const unit = stacked?.length && unitName(state, stacked[0]);
  return unit ? interpolate(gettext("Waits for %(unit)s"), { unit }) : "";
}

function unitsSignature(state, assignments) {
  return assignments.map((one) => `${one.id}:${one.state}:${unitName(state, one.unit, one)}`).join(" ") || "none";
}

function updateRow(item, incident, { state, now, openId, looks }) {
  const row = item.firstElementChild;
  const { priority, type, timer: running, place, number, units, news } = row.parts;
  const seconds = secondsSince(incident.received_at, now);
  const assignments = activeAssignments(incident);
  priority.className = `priority priority-${incident.priority}`;
  priority.title = interpolate(gettext("Priority %(level)s"), { level: incident.priority });
  setText(priority, String(incident.priority));
  setText(type, typeName(incident));
  setText(running, timer(seconds));
  setText(place, incident.place || gettext("Place on the map"));
  setText(number, [incident.number, levelName(incident.level)].filter(Boolean).join(" · "));
  const waits = waitsText(incident, state);
  fillWhenChanged(units, unitsSignature(state, assignments) + waits, () =>
    assignments.length
      ? assignments.map((assignment) => unitChip(state, assignment))
      : [el("span", { class: "tag tag-amber" }, waits || gettext("No unit sent"))],
  );
  const changed = looks.changedAt(incident.id);
  setHidden(news, !looks.hasNews(incident.id));
  row.toggleAttribute("data-fresh", seconds < FRESH_S || now - changed < FRESH_S * 1000);
  row.setAttribute("aria-current", String(incident.id === openId));
}

/** Keep the order on screen while the pointer rests on the list; what is new goes to the end. */
function ordered(incidents, list) {
  const sorted = [...incidents].sort(byUrgency);
  if (!list.matches(":hover")) {
    return sorted;
  }
  const place = new Map([...list.children].map((node, index) => [node.dataset.key, index]));
  return sorted.sort((one, other) => (place.get(one.id) ?? Infinity) - (place.get(other.id) ?? Infinity) || 0);
}

/** `render(state, {now, openId})` on every change and every second; `looks` knows what this person has not seen. */
export function createCalls({ wall, onOpen, looks }) {
  const list = byId("calls");
  const create = createRow(onOpen);
  let view = null;
  const rows = createRowsInView({ update: (item, incident) => updateRow(item, incident, view) });
  createEnded({ root: byId("ended"), wall, onOpen });
  return {
    render(state, { now, openId }) {
      const incidents = Object.values(state.picture.incidents);
      view = { state, now, openId, looks };
      setHidden(byId("calls-loading"), state.ready);
      setHidden(byId("calls-empty"), !state.ready || incidents.length > 0);
      setText(byId("calls-count"), String(incidents.length));
      reconcile(list, ordered(incidents, list), {
        keyOf: (incident) => incident.id,
        create: (incident) => rows.watch(create(incident)),
        update: rows.refresh,
      });
    },
  };
}
