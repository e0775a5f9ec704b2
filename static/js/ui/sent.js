/** The units sent to the open call: times of every step, and the steps that a dispatcher takes by radio. */

import { el, icon, reconcile, setHidden } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { gettext } from "../lib/words.js";
import { unitName } from "./calls.js";
import { createNotice } from "./notice.js";
import { standingShape } from "./shape.js";

const STEPS = [
  { time: "assigned_at", name: () => gettext("Sent") },
  { time: "acknowledged_at", name: () => gettext("Acknowledged") },
  { time: "en_route_at", name: () => gettext("En route") },
  { time: "arrived_at", name: () => gettext("On scene") },
  { time: "cleared_at", name: () => gettext("Cleared") },
];

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
      withdrawForm(assignment, onChanged),
      el("div", { data: { part: "messages" } }),
    );
    item.say = createNotice(item.querySelector("[data-part=messages]"));
    return item;
  };
}

function withdrawForm(assignment, onChanged) {
  const reason = el("input", { class: "input", name: "reason", maxlength: 200, required: true, "aria-label": gettext("Why"), placeholder: gettext("Why is the unit taken off?") });
  const form = el("form", { class: "row", hidden: true }, reason, el("button", { class: "button" }, gettext("Take off the call")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const item = form.closest("li");
    try {
      await command(`/api/assignments/${assignment.id}/withdraw`, { reason: reason.value.trim() });
      form.hidden = true;
      item.say();
      onChanged();
    } catch (problem) {
      item.say("error", problem.message);
    }
  });
  return form;
}

function actionButton(item, [path, words], onChanged) {
  const press = async ({ currentTarget }) => {
    currentTarget.disabled = true;
    item.say();
    try {
      await command(path);
      onChanged();
    } catch (problem) {
      item.say("error", problem.message);
      currentTarget.disabled = false;
    }
  };
  return el("button", { class: "button", type: "button", onclick: press }, words);
}

function updateItem(item, { assignment, name }, { wall, mayDispatch, onChanged }) {
  const signature = JSON.stringify([assignment, name]);
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
    el("span", { class: "spring" }),
    mayDispatch && mayTakeOff ? takeOff : "",
  );
  item.querySelector(".steps").replaceChildren(...timesNode(assignment, wall));
  const buttons = nextSteps(assignment).map((step) => actionButton(item, step, onChanged));
  const radio = buttons.length ? [icon("radio"), el("span", { class: "visually-hidden" }, gettext("By radio:")), ...buttons] : [];
  item.querySelector("[data-part=actions]").replaceChildren(...(mayDispatch ? radio : []));
  if (!mayTakeOff) {
    setHidden(form, true);
  }
}

/** `render(state, incident)` on every change. */
export function createSent({ section, list, wall, mayDispatch, onChanged }) {
  const create = createItem({ onChanged });
  return {
    render(state, incident) {
      const items = Object.values(incident.assignments ?? {}).map((assignment) => ({
        assignment,
        name: unitName(state, assignment.unit, assignment),
      }));
      setHidden(section, !items.length);
      reconcile(list, items, {
        keyOf: ({ assignment }) => assignment.id,
        create,
        update: (item, row) => updateItem(item, row, { wall, mayDispatch, onChanged }),
      });
    },
  };
}
