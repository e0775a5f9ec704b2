/** The units sent to the open call: times of every step, and the steps that a dispatcher takes by radio. */

import { el, fillWhenChanged, icon, reconcile, setHidden } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { gettext, interpolate, ngettext } from "../lib/words.js";
import { activeAssignments, unitName } from "./calls.js";
import { freeUnits } from "./near_units.js";
import { createNotice } from "./notice.js";
import { standingShape } from "./shape.js";

const STEPS = [
  { time: "assigned_at", name: () => gettext("Sent") },
  { time: "acknowledged_at", name: () => gettext("Acknowledged") },
  { time: "en_route_at", name: () => gettext("En route") },
  { time: "arrived_at", name: () => gettext("On scene") },
  { time: "cleared_at", name: () => gettext("Cleared") },
];

/** How long ago a step may have happened that is heard by radio, in minutes. */
const AGO = [1, 2, 3, 5, 10, 15, 30];
const MINUTE_MS = 60000;

/** What can be said next for a unit, by its state. */
function nextSteps(assignment) {
  const acknowledge = [`/api/orders/${assignment.order}/acknowledge`, gettext("Acknowledged")];
  const step = (name, words) => [`/api/assignments/${assignment.id}/${name}`, words];
  const leave = step("en-route", gettext("En route"));
  const arrive = step("arrive", gettext("On scene"));
  return {
    ordered: [acknowledge, leave, arrive],
    acknowledged: [leave, arrive],
    en_route: [arrive],
    on_scene: [step("clear", gettext("Cleared"))],
  }[assignment.state] ?? [];
}

function timesNode(assignment, wall) {
  return STEPS.map(({ time, name }) => {
    const moment = assignment[time];
    return el("div", { class: "step", "data-done": Boolean(moment) }, el("strong", {}, moment ? wall.time(moment) : ""), name());
  });
}

function createItem({ onChanged }) {
  return ({ assignment }) => {
    const item = el(
      "li",
      { class: "sent" },
      el("div", { class: "section-head", data: { part: "name" } }),
      el("div", { class: "steps" }),
      el("div", { class: "row", data: { part: "actions" } }),
      takeOffForm(assignment, onChanged),
      el("div", { data: { part: "messages" } }),
    );
    item.say = createNotice(item.querySelector("[data-part=messages]"));
    return item;
  };
}

/** Takes the unit off, or has another one take over in the same act. */
function takeOffForm(assignment, onChanged) {
  const instead = el("select", { class: "input", name: "instead", "aria-label": gettext("Send instead") });
  const reason = el("input", { class: "input", name: "reason", maxlength: 200, required: true, "aria-label": gettext("Why"), placeholder: gettext("Why is the unit taken off?") });
  const form = el("form", { class: "row", hidden: true }, reason, instead, el("button", { class: "button" }, gettext("Take off the call")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const item = form.closest("li");
    try {
      const why = { reason: reason.value.trim() };
      const unit = Number(instead.value);
      await command(`/api/assignments/${assignment.id}/${unit ? "reassign" : "withdraw"}`, unit ? { ...why, unit } : why);
      form.hidden = true;
      item.say();
      onChanged();
    } catch (problem) {
      item.say("error", problem.message);
    }
  });
  return form;
}

function fillInstead(form, state, incident) {
  const { instead } = form.elements;
  const units = freeUnits(state, incident);
  if (document.activeElement !== instead) {
    fillWhenChanged(instead, JSON.stringify(units.map(({ unit }) => unit.id)), () => [
      el("option", { value: "" }, gettext("Send nobody instead")),
      ...units.map(({ unit }) => el("option", { value: unit.id }, interpolate(gettext("Send %(unit)s instead"), { unit: unit.call_sign }))),
    ]);
  }
}

function agoSelect() {
  const ago = (count) => interpolate(ngettext("%(count)s minute ago", "%(count)s minutes ago", count), { count });
  return el(
    "select",
    { class: "input ago", "aria-label": gettext("When it happened") },
    el("option", { value: 0 }, gettext("now")),
    ...AGO.map((count) => el("option", { value: count }, ago(count))),
  );
}

/** The true time of what is heard by radio; nothing for now. */
function happened(item) {
  const minutes = Number(item.querySelector(".ago").value);
  return minutes ? { happened_at: new Date(item.now - minutes * MINUTE_MS).toISOString() } : {};
}

function actionButton(item, [path, words], onChanged) {
  const press = async ({ currentTarget }) => {
    currentTarget.disabled = true;
    item.say();
    try {
      await command(path, happened(item));
      onChanged();
    } catch (problem) {
      item.say("error", problem.message);
      currentTarget.disabled = false;
    }
  };
  return el("button", { class: "button", type: "button", onclick: press }, words);
}

function leadButton(item, assignment, onChanged) {
  const press = async () => {
    try {
      await command(`/api/assignments/${assignment.id}/primary`);
      onChanged();
    } catch (problem) {
      item.say("error", problem.message);
    }
  };
  return el("button", { class: "button button-quiet", type: "button", onclick: press }, gettext("Let it lead"));
}

/** With several units on the call: the one that was chosen to lead, else the one sent first. */
function leaderOf(incident) {
  const active = activeAssignments(incident);
  return active.length > 1 ? (active.find(({ primary }) => primary) ?? active[0]) : null;
}

function leadNode(item, assignment, leader, { mayDispatch, onChanged }) {
  if (leader?.id === assignment.id) {
    return el("span", { class: "tag" }, gettext("Leads"));
  }
  return leader && mayDispatch ? leadButton(item, assignment, onChanged) : "";
}

function updateItem(item, { assignment, name, leader }, { wall, mayDispatch, onChanged }) {
  const signature = JSON.stringify([assignment, name, leader?.id]);
  if (item.dataset.signature === signature) {
    return;
  }
  item.dataset.signature = signature;
  const withdrawn = assignment.state === "withdrawn";
  const over = withdrawn || assignment.state === "cleared";
  const mayTakeOff = !over && assignment.state !== "on_scene";
  const form = item.querySelector("form");
  const takeOff = el(
    "button",
    { class: "button button-quiet", type: "button", onclick: () => setHidden(form, !form.hidden) },
    gettext("Take off …"),
  );
  item.querySelector("[data-part=name]").replaceChildren(
    standingShape(over ? "off_duty" : assignment.state),
    el("strong", {}, name),
    withdrawn ? el("span", { class: "tag" }, gettext("Taken off the call")) : "",
    over ? "" : leadNode(item, assignment, leader, { mayDispatch, onChanged }),
    el("span", { class: "spring" }),
    mayDispatch && mayTakeOff ? takeOff : "",
  );
  item.querySelector(".steps").replaceChildren(...timesNode(assignment, wall));
  const buttons = nextSteps(assignment).map((step) => actionButton(item, step, onChanged));
  const radio = buttons.length ? [icon("radio"), el("span", { class: "visually-hidden" }, gettext("By radio:")), ...buttons, agoSelect()] : [];
  item.querySelector("[data-part=actions]").replaceChildren(...(mayDispatch ? radio : []));
  if (!mayTakeOff) {
    setHidden(form, true);
  }
}

/** `render(state, incident, now)` on every change; `now` in milliseconds of the server. */
export function createSent({ section, list, wall, mayDispatch, onChanged }) {
  const create = createItem({ onChanged });
  return {
    render(state, incident, now) {
      const leader = leaderOf(incident);
      const items = Object.values(incident.assignments ?? {}).map((assignment) => ({
        assignment,
        name: unitName(state, assignment.unit, assignment),
        leader,
      }));
      setHidden(section, !items.length);
      reconcile(list, items, {
        keyOf: ({ assignment }) => assignment.id,
        create,
        update(item, row) {
          item.now = now;
          updateItem(item, row, { wall, mayDispatch, onChanged });
          fillInstead(item.querySelector("form"), state, incident);
        },
      });
    },
  };
}
