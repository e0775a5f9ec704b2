/** Start of a shift: unit, vehicle, radio and mates in one act. */

import { el, setHidden } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { gettext, interpolate } from "../lib/words.js";
import { createNotice } from "./notice.js";

function mateNode({ id, display_name: name, sworn }) {
  const box = el("input", { type: "checkbox", name: "crew", value: id });
  return el("label", { class: "mate" }, box, el("span", {}, name), el("span", { class: "tag" }, sworn ? gettext("Officer") : gettext("Auxiliary")));
}

/**
 * @param form     the form of the page
 * @param choices  `{user, units, mates}` from the server
 * @param scanned  the call sign of the unit whose code was scanned, or null
 * @param onSigned told `{unit, device_token}`
 */
export function createSignOn({ form, choices, scanned, onSigned }) {
  const fields = form.elements;
  const say = createNotice(form.querySelector("[data-messages]"));
  let busy = false;

  fields.unit.append(...choices.units.map((unit) => el("option", { value: unit.id }, unit.call_sign)));
  form.querySelector(".mates").append(...choices.mates.map(mateNode));
  setHidden(form.querySelector("[data-no-units]"), choices.units.length > 0);
  choose(scanned);
  setHidden(form.querySelector("[data-mates]"), !choices.mates.length);

  /** The unit whose code was scanned. */
  function choose(callSign) {
    const unit = choices.units.find(({ call_sign: free }) => free === callSign);
    fields.unit.value = unit?.id ?? "";
    if (callSign && !unit) {
      say("warning", interpolate(gettext("%(unit)s is not free to sign on. Choose another unit, or ask who is on it."), { unit: callSign }));
    }
  }

  async function submit(event) {
    event.preventDefault();
    const unit = fields.unit.value;
    if (busy || !unit) {
      return unit || say("error", gettext("Choose the unit first."));
    }
    busy = true;
    say();
    const mates = [...form.querySelectorAll("[name=crew]:checked")].map((box) => Number(box.value));
    const body = {
      crew: [choices.user, ...mates],
      vehicle: fields.vehicle.value.trim(),
      radio: fields.radio.value.trim(),
      mode: fields.mode.value || null,
    };
    try {
      onSigned(await command(`/api/units/${unit}/sign-on`, body));
    } catch (problem) {
      say("error", problem.message);
    } finally {
      busy = false;
    }
    return null;
  }

  form.addEventListener("submit", submit);
}
