/** What stands in the fields of a call that is being taken, as the server takes it. */

import { ownSeat } from "./about.js";

export function readNumber(input) {
  const value = Number(input.value.replace("，", ".").replace(",", "."));
  return input.value.trim() && Number.isFinite(value) ? value : null;
}

/** `104.06, 30.67` in one field fills both. */
export function splitPair(fields) {
  const pair = /^\s*(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(fields.lon.value);
  if (pair) {
    [, fields.lon.value, fields.lat.value] = pair;
  }
}

export function bodyOf(fields) {
  return {
    type: fields.type.value,
    place: fields.place.value.trim(),
    lon: readNumber(fields.lon),
    lat: readNumber(fields.lat),
    datum: fields.datum.value,
    priority: fields.priority.value ? Number(fields.priority.value) : null,
    phone: fields.phone.value.trim() || null,
    seat: ownSeat(),
    note: fields.note.value.trim(),
  };
}

const OF_WORDS = new Set(["identity_number", "plate"]);

/** What the server warns of in the words of an answer; what is odd about the place stands beside the ranking. */
export function warningsOfWords({ warnings }) {
  return warnings.filter(({ code }) => OF_WORDS.has(code)).map(({ message }) => message);
}
