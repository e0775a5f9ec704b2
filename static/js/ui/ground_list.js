/** The list of the ground: by kind, found by words, each row a button. */

import { el, fillWhenChanged, reconcile, setHidden, setText } from "../lib/dom.js";
import { KINDS, detailOf, keyOf, kindsName, titleOf } from "../lib/ground.js";
import { groundMark } from "../lib/ground_marks.js";
import { gettext, interpolate } from "../lib/words.js";

const fold = (text) => text.normalize("NFKC").toLowerCase();

/** The features that a filter leaves, sorted by code. */
export function found(features, { kinds, words }) {
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  const text = (feature) => fold(`${titleOf(feature)} ${detailOf(feature)}`);
  return features
    .filter((feature) => kinds.has(feature.properties.kind) && wanted.every((word) => text(feature).includes(word)))
    .sort((one, other) => KINDS.indexOf(one.properties.kind) - KINDS.indexOf(other.properties.kind) || detailOf(one).localeCompare(detailOf(other)));
}

function row(feature, onChoose) {
  const button = el("button", { type: "button", class: "thing" });
  button.addEventListener("click", () => onChoose(button.feature));
  return el("li", {}, button);
}

function refresh(item, feature, chosen) {
  const [button] = item.children;
  button.feature = feature;
  button.setAttribute("aria-current", String(keyOf(feature) === chosen));
  fillWhenChanged(button, JSON.stringify(feature.properties), () => [
    groundMark(feature.properties),
    el("span", { class: "thing-name" }, titleOf(feature)),
    el("span", { class: "thing-detail" }, detailOf(feature)),
  ]);
}

/**
 * @param onChoose  told the feature whose row was pressed
 * @param onKinds   told the set of kinds that are shown, here and on the map
 */
export function createGroundList({ filters, search, list, empty, count, onChoose, onKinds }) {
  const kinds = new Set(KINDS);
  let features = [];
  let chosen = null;

  function render() {
    const rows = found(features, { kinds, words: search.value });
    reconcile(list, rows, { keyOf, create: (feature) => row(feature, onChoose), update: (item, feature) => refresh(item, feature, chosen) });
    setText(count, String(rows.length));
    setHidden(empty, rows.length > 0);
    setText(empty, features.length ? gettext("Nothing here is called that.") : gettext("Nothing is drawn yet. Begin with a zone, or import a file."));
    for (const button of filters.children) {
      const { kind } = button.dataset;
      const number = features.filter(({ properties }) => properties.kind === kind).length;
      button.setAttribute("aria-pressed", String(kinds.has(kind)));
      setText(button, interpolate(gettext("%(kind)s %(count)s"), { kind: kindsName(kind), count: number }));
    }
  }

  function toggle(kind) {
    kinds.has(kind) ? kinds.delete(kind) : kinds.add(kind);
    onKinds(kinds);
    render();
  }

  filters.append(...KINDS.map((kind) => el("button", { type: "button", class: "filter", data: { kind }, onclick: () => toggle(kind) })));
  search.addEventListener("input", render);

  return {
    set(collection) {
      features = collection.features;
      render();
    },
    choose(key) {
      chosen = key;
      render();
      list.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
    },
  };
}
