/** The force: counts by standing, search, and every unit with the age of its position. */

import { byId, el, fillWhenChanged, reconcile, setHidden, setText } from "../lib/dom.js";
import { createRowsInView } from "../lib/rows_in_view.js";
import { CANNOT_BE_SENT, STANDINGS, standingOf } from "../lib/standing.js";
import { commonName } from "../lib/status_names.js";
import { secondsSince } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { standingShape } from "./shape.js";
import { returnOf } from "./unit_return.js";
import { ageText, modeName } from "./wording.js";

const MOST_ROWS = 200;
const PARTS = ["filters", "search", "units", "units-empty", "units-more", "units-count", "map-filter"];
const ORDER = Object.keys(STANDINGS);
const PLACE = new Map(ORDER.map((standing, place) => [standing, place]));
const BY_NUMBER = new Intl.Collator(undefined, { numeric: true }); // made once: 5,000 call signs are compared each second
const AWAY = "out_of_service"; // one filter for all that cannot be sent
const CHIPS = ORDER.filter((standing) => standing === AWAY || !CANNOT_BE_SENT.includes(standing));

function createRow(onOpen) {
  return ({ unit, standing, heading }) => {
    if (heading) {
      return el("li", { class: "unit-group" }, standingShape(standing), el("span"), el("span", { class: "count" }));
    }
    const part = (name) => el("span", { class: `unit-${name}`, data: { part: name } });
    const row = el(
      "button",
      { class: "unit", type: "button", onclick: () => onOpen(unit.id) },
      el("span", { data: { part: "shape" } }),
      part("name"),
      part("detail"),
      part("age"),
    );
    row.parts = Object.fromEntries([...row.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
    return el("li", {}, row);
  };
}

function detailOf(unit, standing, state) {
  const incident = state.picture.incidents[unit.order?.incident];
  const crew = standing === "off_duty" ? null : `${unit.sworn}+${unit.auxiliaries}`;
  return [incident?.number ?? modeName(unit.mode), crew].filter(Boolean).join(" · ");
}

/** A position past its limit, or none at all, is marked. */
function ageTone(seconds, limits) {
  return seconds === null || seconds > limits.stale ? "unit-age tone-amber" : "unit-age";
}

function updateRow(item, { unit, standing, heading, units, common }, { state, now, limits, nameOf }) {
  if (heading) {
    setText(item.children[1], common);
    setText(item.children[2], String(units));
    return;
  }
  const { shape, name: callSign, age, detail } = item.firstElementChild.parts;
  const seconds = secondsSince(state.fixes[unit.id]?.fixed_at ?? null, now);
  const short = unit.short_crewed && standing !== "off_duty";
  const name = nameOf(standing, unit);
  const text = [name === common ? null : name, detailOf(unit, standing, state)].filter(Boolean).join(" · ");
  const back = returnOf(unit, now);
  fillWhenChanged(shape, standing, () => [standingShape(standing)]);
  setText(callSign, unit.call_sign);
  fillWhenChanged(detail, `${text}${short}${back?.text}`, () => [
    back ? el("span", { class: back.late ? "tag tag-amber" : "tag" }, back.text) : text,
    short ? el("span", { class: "tag tag-amber" }, gettext("short")) : "",
  ]);
  setText(age, standing === "off_duty" ? "" : ageText(seconds));
  age.className = ageTone(seconds, limits);
}

/** The first rows, under a heading for each standing that counts all of it. */
function grouped(rows, nameOf) {
  const first = new Set(rows.slice(0, MOST_ROWS));
  return [...Map.groupBy(rows, ({ standing }) => standing)].flatMap(([standing, group]) => {
    const listed = group.filter((row) => first.has(row));
    const common = commonName(standing, unitsOf(group), nameOf);
    const heading = { heading: true, standing, units: group.length, common };
    return listed.length ? [heading, ...listed.map((row) => ({ ...row, common }))] : [];
  });
}

function unitsOf(rows) {
  return rows.map(({ unit }) => unit);
}

function chipOf(standing) {
  return CANNOT_BE_SENT.includes(standing) ? AWAY : standing;
}

function matches(unit, words) {
  return !words || unit.call_sign.toLowerCase().includes(words) || unit.organization?.toLowerCase().includes(words);
}

function shown(rows, { chosen, words }) {
  const wanted = rows.filter(
    ({ unit, standing }) => (chosen ? chipOf(standing) === chosen : standing !== "off_duty" || words) && matches(unit, words),
  );
  return wanted.sort(
    (one, other) =>
      PLACE.get(one.standing) - PLACE.get(other.standing) || BY_NUMBER.compare(one.unit.call_sign, other.unit.call_sign),
  );
}

function filterChip({ standing, name, count, chosen }, onChoose) {
  return el(
    "button",
    {
      class: "filter",
      type: "button",
      "aria-pressed": String(chosen === standing),
      onclick: () => onChoose(standing),
    },
    standingShape(standing === AWAY ? "busy" : standing),
    name,
    el("strong", {}, String(count)),
  );
}

/** `render(state, {now})` on every change and every second; `find(words)`: show the units that these words name. */
export function createBoard({ limits, nameOf, onOpen, onFilter }) {
  const [filters, search, list, empty, more, count, note] = PARTS.map(byId);
  let chosen = null;
  let last = null;
  const create = createRow(onOpen);
  const same = (before, row) => !row.heading && before.unit === row.unit && before.common === row.common;
  const inView = createRowsInView({ same, update: (item, row) => updateRow(item, row, { ...last, limits, nameOf }) });

  function choose(standing) {
    chosen = chosen === standing ? null : standing;
    render(last.state, last);
  }

  function renderFilters(rows) {
    const groups = Map.groupBy(rows, ({ standing }) => chipOf(standing));
    const chips = CHIPS.filter((standing) => groups.has(standing) || standing === chosen).map((standing) => {
      const units = unitsOf(groups.get(standing) ?? []);
      const name = standing === AWAY ? gettext("Cannot be sent") : commonName(standing, units, nameOf);
      return { standing, name, count: units.length, chosen };
    });
    fillWhenChanged(filters, JSON.stringify(chips), () => chips.map((chip) => filterChip(chip, choose)));
    setText(count, String(rows.filter(({ standing }) => standing !== "off_duty").length));
  }

  /** The map shows what the board lists. */
  function filterMap(wanted, all) {
    const words = search.value.trim();
    const isOn = chosen !== null || words !== "";
    onFilter(isOn ? new Set(wanted.map(({ unit }) => unit.id)) : null, `${chosen} ${words}`);
    setHidden(note, !isOn);
    setText(note.firstElementChild, interpolate(gettext("%(count)s of %(all)s units stand out"), { count: wanted.length, all }));
  }

  function render(state, { now }) {
    last = { state, now };
    const rows = Object.values(state.picture.units).map((unit) => ({ unit, standing: standingOf(unit) }));
    const wanted = shown(rows, { chosen, words: search.value.trim().toLowerCase() });
    renderFilters(rows);
    filterMap(wanted, rows.filter(({ standing }) => standing !== "off_duty").length);
    setHidden(empty, !state.ready || wanted.length > 0);
    setText(empty, rows.length ? gettext("No unit matches.") : gettext("There are no units yet."));
    setHidden(more, wanted.length <= MOST_ROWS);
    setText(more, interpolate(gettext("%(count)s more: search by call sign"), { count: wanted.length - MOST_ROWS }));
    reconcile(list, grouped(wanted, nameOf), {
      keyOf: ({ unit, standing, heading }) => (heading ? standing : unit.id),
      create: (row) => inView.watch(create(row)),
      update: inView.refresh,
    });
  }

  function find(words) {
    search.value = words;
    return last && render(last.state, last);
  }

  note.querySelector("button").addEventListener("click", () => {
    chosen = null;
    find("");
  });
  search.addEventListener("input", () => last && render(last.state, last));
  return { render, find };
}
