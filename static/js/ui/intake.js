/** Taking a call: type, place in words, place on the map, note. What was typed is lost only when the call is taken. */

import { setHidden } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { gettext } from "../lib/words.js";
import { createNotice } from "./notice.js";
import { createPlaceSearch, wordsOfPlace } from "./place_search.js";

const DRAFT = "intake-draft";

function readNumber(input) {
  const value = Number(input.value.replace("，", ".").replace(",", "."));
  return input.value.trim() && Number.isFinite(value) ? value : null;
}

/** `104.06, 30.67` in one field fills both. */
function splitPair(fields) {
  const pair = /^\s*(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(fields.lon.value);
  if (pair) {
    [, fields.lon.value, fields.lat.value] = pair;
  }
}

function bodyOf(fields) {
  return {
    type: fields.type.value,
    place: fields.place.value.trim(),
    lon: readNumber(fields.lon),
    lat: readNumber(fields.lat),
    datum: fields.datum.value,
    priority: fields.priority.value ? Number(fields.priority.value) : null,
    note: fields.note.value.trim(),
  };
}

/**
 * @param form      the form of the page; its fields are found by name
 * @param onPick    `(wanted)`: the map should take clicks for the place, or stop
 * @param onPlace   told `{lon, lat}` or null when the place in the fields changed
 * @param onFound   told `{lon, lat}` of a place that was found by its name
 * @param near      `() => {lon, lat}`: the middle of the map
 * @param onTaken   told the call that the server made
 */
export function createIntake({ form, onPick, onPlace, onFound, near, onTaken }) {
  const fields = form.elements;
  const say = createNotice(form.querySelector("[data-messages]"));
  let busy = false;
  let ownWords = false; // the operator wrote the place, so a click on the map leaves the words alone
  let naming = null;
  const search = createPlaceSearch({
    input: fields.place,
    list: form.querySelector("[data-places]"),
    said: form.querySelector("[data-places-said]"),
    near,
    onChoose: choose,
  });

  function place() {
    const { lon, lat, datum } = bodyOf(fields);
    return lon === null || lat === null || datum !== "wgs84" ? null : { lon, lat };
  }

  function keepDraft() {
    sessionStorage.setItem(DRAFT, JSON.stringify(bodyOf(fields)));
  }

  function restoreDraft() {
    const draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? "null");
    for (const [name, value] of Object.entries(draft ?? {})) {
      fields[name].value = value ?? "";
    }
    ownWords = Boolean(draft?.place);
    return Boolean(draft && (draft.place || draft.note || draft.lon !== null));
  }

  function open() {
    setHidden(form, false);
    onPick(true);
    onPlace(place());
    fields.type.focus();
  }

  function close() {
    search.close();
    naming?.abort();
    setHidden(form, true);
    onPick(false);
    onPlace(null);
  }

  async function submit(event) {
    event.preventDefault();
    splitPair(fields);
    const body = bodyOf(fields);
    const missing = body.lon === null || body.lat === null;
    fields.lon.setAttribute("aria-invalid", String(missing));
    if (missing) {
      say("error", gettext("Say where: click on the map, or type longitude and latitude."));
      fields.lon.focus();
      return;
    }
    if (busy) {
      return;
    }
    busy = true;
    say();
    try {
      const taken = await command("/api/incidents", body);
      form.reset();
      ownWords = false;
      sessionStorage.removeItem(DRAFT);
      close();
      onTaken(taken);
    } catch (problem) {
      say("error", problem.message);
    } finally {
      busy = false;
    }
  }

  function putPlace({ lon, lat }) {
    fields.datum.value = "wgs84";
    fields.lon.value = lon.toFixed(6);
    fields.lat.value = lat.toFixed(6);
    fields.lon.removeAttribute("aria-invalid");
    keepDraft();
    onPlace({ lon, lat });
  }

  /** A suggestion: its name replaces what was typed, unless that says more, as a house number that the map lacks. */
  function choose(found) {
    naming?.abort();
    ownWords = Boolean(found.missing_number);
    if (!ownWords) {
      fields.place.value = found.name;
    }
    putPlace(found);
    onFound(found);
  }

  async function namePlace(clicked) {
    naming?.abort();
    if (ownWords) {
      return;
    }
    const own = new AbortController();
    naming = own;
    try {
      const words = await wordsOfPlace(clicked, { signal: own.signal });
      if (!own.signal.aborted && !ownWords) {
        fields.place.value = words;
        keepDraft();
      }
    } catch (problem) {
      if (!own.signal.aborted) {
        say("warning", problem.message);
      }
    }
  }

  form.addEventListener("submit", submit);
  fields.place.addEventListener("input", () => {
    ownWords = fields.place.value.trim() !== "";
  });
  function follow() {
    keepDraft();
    onPlace(place());
  }

  form.addEventListener("input", follow);
  fields.lon.addEventListener("change", () => {
    splitPair(fields);
    follow();
  });
  form.querySelector("[data-cancel]").addEventListener("click", close);
  if (restoreDraft()) {
    setTimeout(open);
  }

  return {
    open,
    close,
    isOpen: () => !form.hidden,
    /** A click on the map, in WGS-84. */
    setPlace(clicked) {
      putPlace(clicked);
      namePlace(clicked);
    },
  };
}
