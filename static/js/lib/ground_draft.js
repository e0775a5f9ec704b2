/** A thing of the ground while it is drawn or changed, with every step since: pure, each call gives a new draft. */

import { begin, isChanged, redo, step, undo } from "./history.js";

const NO_SHAPE = { shape: null, corners: [] };

/** A new thing of a kind: nothing drawn yet. */
export function newDraft(kind, values) {
  return { action: "create", thing: { kind }, before: { values, shape: null }, history: begin({ values, ...NO_SHAPE }) };
}

/** What a thing says of itself, by the names of the API: its own kind is told apart from what kind of thing it is. */
export function valuesOfFeature({ properties }) {
  const { kind, point_kind: pointKind, caution_kind: cautionKind, ...values } = properties;
  return { ...values, kind: pointKind ?? cautionKind };
}

/** A thing that is there, to be changed; `values` are what its form reads. */
export function editDraft(feature, values) {
  const thing = { kind: feature.properties.kind, id: feature.id, version: feature.properties.version };
  const known = { values, shape: feature.geometry };
  return { action: "edit", thing, before: known, history: begin({ ...known, corners: null }) };
}

/** A zone or beat to be cut by a line; the part that is cut off gets the code and name in `values`. */
export function splitDraft(feature, values) {
  return { ...editDraft(feature, values), action: "split", before: { values, shape: null }, history: begin({ values, ...NO_SHAPE }) };
}

export const presentOf = ({ history }) => history.present;
export const isUnsaved = (draft) => Boolean(draft) && isChanged(draft.history);

/** The draft after a step: `{shape}` finished, `{corners}` placed so far, or `{values}` typed. */
export function changed(draft, change) {
  const drawn = "shape" in change ? { corners: null } : "corners" in change ? { shape: null } : {};
  return { ...draft, history: step(draft.history, { ...draft.history.present, ...drawn, ...change }) };
}

export const undone = (draft) => ({ ...draft, history: undo(draft.history) });
export const redone = (draft) => ({ ...draft, history: redo(draft.history) });

/**
 * The draft when somebody else has changed the thing meanwhile: theirs is loaded as one more step, so that undo brings
 * one's own back, ready to be saved over it.
 */
export function onTopOf(draft, feature) {
  const thing = { ...draft.thing, version: feature.properties.version };
  const before = { ...draft.before, shape: feature.geometry };
  return changed({ ...draft, thing, before }, { shape: feature.geometry });
}

/** The draft after one of its commands was done: what is saved is not sent again. */
export function partlySaved(draft, answer) {
  const { shape } = draft.history.present;
  return { ...draft, thing: { ...draft.thing, version: answer.version ?? draft.thing.version }, before: { ...draft.before, shape } };
}
