/** Units that are on other calls: pull one away, let it come by first, or let this call wait for it. */

import { el, fillWhenChanged, setHidden } from "../lib/dom.js";
import { distance } from "../lib/geo.js";
import { command } from "../lib/http.js";
import { standingName } from "../lib/standing.js";
import { gettext, interpolate } from "../lib/words.js";
import { busyUnits } from "./near_units.js";
import { createNotice } from "./notice.js";

function optionNode(state, { unit, metres }) {
  const call = state.picture.incidents[unit.order.incident];
  const place = call && interpolate(gettext("priority %(priority)s, %(number)s"), call);
  const standing = ["delivered", "seen"].includes(unit.order.state) ? "ordered" : unit.order.state;
  const words = [unit.call_sign, standingName(standing), place, Number.isFinite(metres) ? distance(metres) : ""];
  return el("option", { value: unit.id }, words.filter(Boolean).join(" · "));
}

/** A section of the card, see `card_parts.js`. */
export function createBusyUnits({ part, mayDispatch, onChanged }) {
  const root = part("busy-units");
  const form = root.querySelector("form");
  const { unit: select, reason } = form.elements;
  const say = createNotice(root.querySelector("[data-messages]"));
  let id = null;
  let busy = false;

  async function act(path, body) {
    if (busy) {
      return;
    }
    busy = true;
    say();
    try {
      await command(`/api/incidents/${id}/${path}`, body);
      form.reset();
      root.open = false;
      onChanged();
    } catch (problem) {
      say("error", problem.message);
    } finally {
      busy = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const unit = Number(select.value);
    const path = event.submitter?.value ?? "preempt";
    const why = reason.value.trim();
    if (!unit) {
      say("error", gettext("Choose the unit."));
    } else if (path !== "stack" && !why) {
      say("error", gettext("Say why the unit is pulled away."));
      reason.focus();
    } else {
      act(path, path === "stack" ? { unit } : { unit, reason: why });
    }
  });

  return {
    open(incident) {
      id = incident.id;
      form.reset();
      root.open = false;
      say();
    },
    render(state, { incident, live }) {
      const units = live && mayDispatch ? busyUnits(state, incident) : [];
      setHidden(root, !units.length);
      if (!units.length || document.activeElement === select) {
        return;
      }
      const chosen = select.value;
      const signature = JSON.stringify([incident.id, units.map(({ unit }) => [unit.id, unit.order.state, unit.order.incident])]);
      fillWhenChanged(select, signature, () => [el("option", { value: "" }, gettext("Choose the unit")), ...units.map((one) => optionNode(state, one))]);
      select.value = units.some(({ unit }) => String(unit.id) === chosen) ? chosen : "";
    },
  };
}
