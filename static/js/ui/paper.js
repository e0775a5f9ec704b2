/** Calls that were taken on paper, entered one after the other with the times as they were. */

import { byId, el, setHidden } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { momentsOf, readTime } from "../lib/paper_times.js";
import { gettext, interpolate } from "../lib/words.js";
import { createNotice } from "./notice.js";
import { outcomesOnScene, outcomesWithoutDispatch } from "./outcomes.js";
import { createSpot } from "./spot.js";

const UNIT_TIMES = ["assigned_at", "en_route_at", "arrived_at", "cleared_at"];

/** The day where the site is, as a date field has it. */
function today(timeZone) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(new Date());
}

function outcomeOptions(select) {
  const group = (label, outcomes) =>
    el("optgroup", { label }, ...outcomes.map(({ code, name }) => el("option", { value: code }, name)));
  select.append(
    group(gettext("On the scene"), outcomesOnScene()),
    group(gettext("Without sending anybody"), outcomesWithoutDispatch()),
  );
}

/** The first field of a time with something in it that is no time, marked as such; others are set right. */
function firstBadTime(inputs) {
  for (const input of inputs) {
    const time = input.value.trim() && readTime(input.value);
    input.setAttribute("aria-invalid", String(time === null));
    if (time === null) {
      return input;
    }
    input.value = time;
  }
  return null;
}

/** What stands in one row, or null where no unit is named. `known(call sign)` gives the unit's id. */
function unitOf(row, { day, received, known }) {
  const field = (name) => row.querySelector(`[name=${name}]`);
  const callSign = field("call_sign").value.trim();
  if (!callSign) {
    return null;
  }
  const [, ...moments] = momentsOf(day, [received, ...UNIT_TIMES.map((name) => field(name).value)]);
  return { unit: known(callSign), callSign, ...Object.fromEntries(UNIT_TIMES.map((name, index) => [name, moments[index]])) };
}

/**
 * The form of `_paper.html` and the button that opens it.
 *
 * @param timeZone  of the site
 * @param units     `() => units`: those of the picture, by id
 * @param picker    who gets the clicks on the map
 * @param near      `() => {lon, lat}`: the middle of the map
 */
export function createPaper({ timeZone, units, picker, near }) {
  const form = byId("paper");
  const opener = byId("paper-open");
  const fields = form.elements;
  const rows = form.querySelector("[data-units]");
  const blankRow = rows.firstElementChild.cloneNode(true);
  const names = form.querySelector("datalist");
  const say = createNotice(form.querySelector("[data-messages]"));
  const spot = createSpot({ form, picker, near });
  let busy = false;

  function open() {
    setHidden(form, false);
    fields.day.value ||= today(timeZone);
    const callSigns = Object.values(units()).map((unit) => unit.call_sign);
    names.replaceChildren(...callSigns.sort().map((value) => el("option", { value })));
    fields.received.focus();
  }

  function close() {
    spot.stop();
    setHidden(form, true);
  }

  function known(callSign) {
    return Object.values(units()).find((unit) => unit.call_sign.toLowerCase() === callSign.toLowerCase())?.id;
  }

  /** What to send, or words for what is missing. */
  function read() {
    const bad = firstBadTime([fields.received, ...rows.querySelectorAll("label > input")]);
    if (bad) {
      bad.focus();
      return { missing: interpolate(gettext("“%(time)s” is no time. Write 23:50, or 2350."), { time: bad.value }) };
    }
    const place = spot.read();
    const [day, received] = [fields.day.value, fields.received.value];
    const sent = [...rows.children].map((row) => unitOf(row, { day, received, known })).filter(Boolean);
    const unknown = sent.find(({ unit }) => unit === undefined);
    const untimed = sent.find(({ assigned_at: at }) => !at);
    if (!day || !received) {
      return { missing: gettext("Say when the call was received.") };
    }
    if (!place) {
      return { missing: spot.missing() };
    }
    if (unknown) {
      return { missing: interpolate(gettext("There is no unit %(unit)s."), { unit: unknown.callSign }) };
    }
    if (untimed) {
      return { missing: interpolate(gettext("Say when %(unit)s was sent."), { unit: untimed.callSign }) };
    }
    const { type, slip, phone, note, disposition } = fields;
    return {
      body: {
        ...place,
        type: type.value,
        received_at: momentsOf(day, [received])[0],
        slip: slip.value.trim(),
        phone: phone.value.trim() || null,
        note: note.value.trim(),
        disposition: disposition.value,
        units: sent.map(({ callSign: _name, ...unit }) => unit),
      },
    };
  }

  /** A blank form for the next one, of the same day. */
  function next() {
    const day = fields.day.value;
    spot.stop();
    form.reset();
    fields.day.value = day;
    rows.replaceChildren(blankRow.cloneNode(true));
    fields.received.focus();
  }

  async function submit(event) {
    event.preventDefault();
    const { body, missing } = read();
    if (missing || busy) {
      return missing && say("error", missing);
    }
    busy = true;
    say();
    try {
      const { number } = await command("/api/paper-calls", body);
      next();
      say("done", interpolate(gettext("Entered as call %(number)s. The next one?"), { number }));
    } catch (problem) {
      say("error", problem.message);
    } finally {
      busy = false;
    }
    return null;
  }

  outcomeOptions(fields.disposition);
  form.addEventListener("submit", submit);
  form.querySelector("[data-another]").addEventListener("click", () => rows.append(blankRow.cloneNode(true)));
  form.querySelector("[data-cancel]").addEventListener("click", close);
  opener.addEventListener("click", () => (form.hidden ? open() : close()));
  opener.disabled = false;

  return { close, isOpen: () => !form.hidden };
}
