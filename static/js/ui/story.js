/** What happened at a call, oldest first: facts, notes, reports, files, times put right, words that were erased. */

import { el } from "../lib/dom.js";
import { gettext, interpolate, listed } from "../lib/words.js";
import { unitName } from "./calls.js";
import { outcomeName } from "./outcomes.js";
import { factWords as wordsOfFact, timeName } from "./wording.js";

/** Told by a row of its own, which has the words. */
const QUIET_KINDS = new Set([
  "order.sent",
  "order.done",
  "order.withdrawn",
  "incident.note_added",
  "incident.time_corrected",
  "incident.file_attached",
]);

const ERASED = {
  notes: () => gettext("notes"),
  reports: () => gettext("reports"),
  corrections: () => gettext("reasons of corrections"),
  files: () => gettext("files"),
  numbers: () => gettext("callers' numbers"),
  places: () => gettext("former places"),
  reasons: () => gettext("reasons"),
  orders: () => gettext("texts of orders"),
};

function erasedText(erased, day) {
  const kinds = Object.entries(erased).map(([kind, count]) => `${ERASED[kind]?.() ?? kind} ${count}`);
  return `${day} ${interpolate(gettext("Removed as its time was up: %(what)s"), { what: listed(kinds) })}`;
}

function factWords({ kind, data, at }, state, wall) {
  const facts = [
    kind === "incident.text_erased" ? erasedText(data.erased, wall.day(at)) : wordsOfFact(kind, data),
    data.unit && unitName(state, data.unit),
    data.disposition && outcomeName(data.disposition),
  ];
  return facts.filter(Boolean).join(" · ");
}

function correctionWords({ field, unit, original, corrected, reason }, wall) {
  const values = { what: [unit, timeName(field)].filter(Boolean).join(" "), from: wall.time(original), to: wall.time(corrected) };
  return [interpolate(gettext("%(what)s corrected from %(from)s to %(to)s"), values), reason].filter(Boolean).join(": ");
}

function removed(erasedAt, wall) {
  return interpolate(gettext("removed %(date)s"), { date: `${wall.day(erasedAt)} ${wall.time(erasedAt)}` });
}

function words(text, erasedAt, wall) {
  return erasedAt ? el("span", { class: "soft" }, removed(erasedAt, wall)) : el("span", { dir: "auto" }, text);
}

/** Every row as `{at, by, node}`. */
function rows(details, state, wall) {
  const facts = details.timeline
    .filter(({ kind }) => !QUIET_KINDS.has(kind))
    .map((fact) => ({ at: fact.at, by: fact.actor, node: el("strong", {}, factWords(fact, state, wall)) }));
  const notes = details.notes.map(({ text, by, at, erased_at: gone }) => ({ at, by, node: words(text, gone, wall) }));
  const reports = details.reports
    .filter(({ text, erased_at: gone }) => text || gone)
    .map(({ text, by, at, erased_at: gone }) => ({ at, by, node: words(text, gone, wall) }));
  const corrections = details.corrections.map((one) => ({ at: one.at, by: one.by, node: el("strong", {}, correctionWords(one, wall)) }));
  return [...facts, ...notes, ...reports, ...corrections];
}

function rowNodes({ at, by, node }, wall) {
  return [el("dt", {}, wall.time(at)), el("dd", {}, node, by ? el("span", { class: "by" }, ` ${by}`) : null)];
}

/** `since`: when the reader last looked, ms, or null; what came later stands under a line that says so. */
export function storyNodes(details, state, wall, since) {
  const sorted = rows(details, state, wall).sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const firstNew = since === null ? -1 : sorted.findIndex(({ at }) => Date.parse(at) > since);
  return sorted.flatMap((row, index) => [
    ...(index === firstNew ? [el("dt", { class: "since" }), el("dd", { class: "since" }, gettext("Since you last looked"))] : []),
    ...rowNodes(row, wall),
  ]);
}

/** Changes whenever the story does. */
export function storySignature({ id, timeline, notes, reports, corrections }) {
  return JSON.stringify([id, timeline.length, notes, reports, corrections]);
}
