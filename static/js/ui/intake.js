/**
 * Taking a call: what, where, who called, and the story. Type and place are enough to take it; the story may go on. What
 * was typed is lost only when it is stored.
 */

import { isComposing } from "../lib/composition.js";
import { setHidden } from "../lib/dom.js";
import { command, Problem } from "../lib/http.js";
import { gettext } from "../lib/words.js";
import { createDraft } from "./intake_draft.js";
import { bodyOf, splitPair, warningsOfWords } from "./intake_fields.js";
import { createSame } from "./intake_same.js";
import { createStory } from "./intake_story.js";
import { createNotice } from "./notice.js";
import { createPlaceSearch, wordsOfPlace } from "./place_search.js";

/**
 * @param form      the form of the page; its fields are found by name
 * @param user      whose draft is kept
 * @param onPick    `(wanted)`: the map should take clicks for the place, or stop
 * @param onPlace   told `{lon, lat}` or null when the place in the fields changed
 * @param onFound   told `{lon, lat}` of a place that was found by its name
 * @param near      `() => {lon, lat}`: the middle of the map
 * @param onTaken   told the call that the server made
 * @param onJoined  told the id of the call that a caller was added to
 */
export function createIntake({ form, user, onPick, onPlace, onFound, near, onTaken, onJoined }) {
  const fields = form.elements;
  const say = createNotice(form.querySelector("[data-messages]"));
  const draft = createDraft({ fields, storage: localStorage, name: `intake-draft-${user}` });
  const story = createStory({ form, note: fields.note, say, onSent: keepDraft });
  const same = createSame({ root: form.querySelector("[data-same]"), asked: askedPlace, onChoose: join, say });
  let busy = false;
  let ownWords = false; // the operator wrote the place, so a click on the map leaves the words alone
  let naming = null;
  let before = document.body; // where the cursor was when the form was opened
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

  function askedPlace() {
    const { lon, lat, datum, type } = bodyOf(fields);
    return lon === null || lat === null || story.taken() ? null : { lon, lat, datum, type };
  }

  function keepDraft() {
    draft.keep(story.taken());
  }

  /** Everything is stored: an empty form, put away. */
  function done() {
    form.reset();
    ownWords = false;
    story.show(null);
    draft.clear();
    close();
  }

  function open() {
    before = form.hidden ? document.activeElement : before;
    setHidden(form, false);
    onPick(!story.taken());
    onPlace(story.taken() ? null : place());
    same.follow();
    (story.taken() ? fields.note : fields.type).focus();
  }

  /** A new call: the story of the last one ends here. With words of a place: looked for, unless another is begun. */
  async function openNew(words = "") {
    if (story.taken() && (await story.send())) {
      done();
    }
    open();
    if (words && (story.taken() || fields.place.value || fields.lon.value)) {
      throw new Problem(gettext("A call is begun already. Take it, or empty the place in its form."));
    }
    if (words) {
      fields.place.value = words;
      fields.place.focus();
      fields.place.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function close() {
    search.close();
    naming?.abort();
    same.clear();
    const back = form.contains(document.activeElement) ? before : null;
    setHidden(form, true);
    back?.focus();
    onPick(false);
    onPlace(null);
  }

  async function submit(event) {
    event.preventDefault();
    if (story.taken()) {
      return (await story.send()) && done();
    }
    return take({ goesOn: event.submitter?.name === "goes_on" });
  }

  /** Type and place are enough. Where the story goes on, what was typed of it stays in its field. */
  async function take({ goesOn }) {
    splitPair(fields);
    const body = goesOn ? { ...bodyOf(fields), note: "" } : bodyOf(fields);
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
      stored({ call: taken, warnings: warningsOfWords(taken), goesOn });
      onTaken(taken);
    } catch (problem) {
      say("error", problem.message);
    } finally {
      busy = false;
    }
  }

  /** Done, unless the story goes on, or the words that are stored now give reason to look at them again. */
  function stored({ call: { id, number }, warnings, goesOn = false }) {
    if (!goesOn && !warnings.length) {
      done();
      return;
    }
    if (!goesOn) {
      fields.note.value = "";
    }
    story.show({ id, number });
    say("warning", ...warnings);
    same.clear();
    onPick(false);
    onPlace(null);
    keepDraft();
  }

  /** The caller tells of an event that is known: no second call. */
  async function join(offer) {
    const { phone, note } = bodyOf(fields);
    say();
    try {
      const answer = await command(`/api/incidents/${offer.id}/callers`, { phone: phone ?? "", said: note });
      stored({ call: offer, warnings: warningsOfWords(answer) });
      onJoined(offer.id);
    } catch (problem) {
      say("error", problem.message);
    }
  }

  function putPlace({ lon, lat }) {
    fields.datum.value = "wgs84";
    fields.lon.value = lon.toFixed(6);
    fields.lat.value = lat.toFixed(6);
    fields.lon.removeAttribute("aria-invalid");
    keepDraft();
    same.follow();
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
  fields.place.addEventListener("input", () => (ownWords = fields.place.value.trim() !== ""));
  function hear() {
    keepDraft();
    same.follow();
    if (!story.taken()) {
      onPlace(place());
    }
  }

  form.addEventListener("input", hear);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey && !isComposing(event) && !story.taken()) {
      event.preventDefault();
      take({ goesOn: true });
    }
  });
  fields.lon.addEventListener("change", () => {
    splitPair(fields);
    hear();
  });
  form.querySelector("[data-cancel]").addEventListener("click", close);
  const restored = draft.restore();
  if (restored) {
    ownWords = Boolean(fields.place.value);
    story.show(restored.taken);
    setTimeout(open);
  }

  return {
    open: openNew,
    close,
    isOpen: () => !form.hidden,
    /** A click on the map, in WGS-84. */
    setPlace(clicked) {
      putPlace(clicked);
      namePlace(clicked);
    },
  };
}
