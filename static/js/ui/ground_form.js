/** The form of one thing of the ground: what the template's fields hold, as the API wants it, and back. */

import { el, setHidden } from "../lib/dom.js";

const TWO = (number) => String(number).padStart(2, "0");

/** A moment of the server as a field of the browser's own time: `2026-11-23T09:30`. */
function toField(moment) {
  const at = new Date(moment);
  const day = `${at.getFullYear()}-${TWO(at.getMonth() + 1)}-${TWO(at.getDate())}`;
  return `${day}T${TWO(at.getHours())}:${TWO(at.getMinutes())}`;
}

function numberOf(text, scale = 1) {
  return text === "" ? null : Math.round(Number(text) * scale);
}

const NUMBERS = ["priority", "ring", "radius_m", "responsible_unit"];

function read(field) {
  const { name, type, value, dataset } = field;
  if (type === "checkbox") {
    return field.checked;
  }
  if (type === "datetime-local") {
    return value ? new Date(value).toISOString() : null;
  }
  if (dataset.scale || NUMBERS.includes(name)) {
    return numberOf(value, Number(dataset.scale ?? 1));
  }
  return value.trim() || (field.required || ["zone_class", "text", "name"].includes(name) ? "" : null);
}

function write(field, value) {
  if (field.type === "checkbox") {
    field.checked = Boolean(value);
  } else if (field.type === "datetime-local") {
    field.value = value ? toField(value) : "";
  } else if (field.dataset.scale) {
    field.value = value === null || value === undefined ? "" : String(value / Number(field.dataset.scale));
  } else if (field.type === "time") {
    field.value = (value ?? "").slice(0, 5);
  } else {
    offer(field, value ?? "");
    field.value = value ?? "";
  }
}

/** What a list does not offer, because it is not the reader's to give, is shown as it is. */
function offer(field, value) {
  if (field.options && ![...field.options].some((option) => option.value === String(value))) {
    field.append(el("option", { value }, String(value)));
  }
}

/** The fields of a form by name; a name with many boxes has them all. */
function fieldsOf(form) {
  const fields = [...form.elements].filter(({ name }) => name && name !== "csrfmiddlewaretoken");
  return Map.groupBy(fields, ({ name }) => name);
}

/** What the form says, by the names of the API. */
export function valuesOf(form) {
  const many = (boxes) => boxes.filter(({ checked }) => checked).map(({ value }) => value);
  const value = (boxes) => (boxes[0].dataset.many === undefined ? read(boxes[0]) : many(boxes));
  return Object.fromEntries([...fieldsOf(form)].map(([name, boxes]) => [name, value(boxes)]));
}

/** Put values into the form; names that the form does not have are left. */
export function fill(form, values) {
  for (const [name, boxes] of fieldsOf(form)) {
    if (!(name in values)) {
      continue;
    }
    if (boxes[0].dataset.many === undefined) {
      write(boxes[0], values[name]);
    } else {
      boxes.forEach((box) => (box.checked = (values[name] ?? []).includes(box.value)));
    }
  }
}

/** Offer the zones of the map in `parent` and `zone`, the empty choice first; `without` leaves out the thing itself. */
export function offerZones(form, features, without) {
  for (const name of ["parent", "zone"]) {
    const select = form.elements[name];
    if (!select) {
      continue;
    }
    const chosen = select.value;
    const zones = features.filter(({ properties, id }) => properties.kind === "zone" && id !== without);
    const options = zones.map(({ id, properties }) => el("option", { value: id }, `${properties.name} (${properties.code})`));
    select.replaceChildren(select.options[0], ...options);
    select.value = chosen;
  }
}

/** Whether the fields can be changed. */
export function lock(form, locked) {
  for (const field of form.elements) {
    field.disabled = locked;
  }
}

/** Show the form of one kind and hide the others; null hides all. Returns the form that is shown. */
export function showForm(forms, name) {
  let shown = null;
  for (const form of forms) {
    setHidden(form, form.dataset.form !== name);
    shown = form.dataset.form === name ? form : shown;
  }
  return shown;
}
