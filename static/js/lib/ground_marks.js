/** The marks of the ground in lists, legends and on the map: shape, tone, and for classes of zones a letter (F01). */

import { svg } from "./dom.js";
import { ZONE_CLASSES, classLetter } from "./ground.js";

/** Outlines in a 16 by 16 box. */
const MARKS = {
  zone: "M3 3h10v10H3Z",
  beat: "M4.5 2.5h7l3.5 5.5l-3.5 5.5h-7L1 8Z",
  must_patrol: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12Z",
  standing: "M3 3h10v10H3Z",
  route: "M1 12L6 5L10 10L15 3",
  caution: "M8 1.5L15 14H1ZM7.2 6h1.6v4H7.2ZM7.2 11h1.6v1.6H7.2Z",
};

/** The mark of a class of zones: its letter in its shape. */
export function classMark(zoneClass) {
  const { path, tone } = ZONE_CLASSES[zoneClass];
  const letter = svg("text", { x: 12, y: 16.5, "text-anchor": "middle" });
  letter.textContent = classLetter(zoneClass);
  const attributes = { class: `class-mark tone-${tone}`, viewBox: "-1 -1 26 26", "aria-hidden": "true" };
  return svg("svg", attributes, svg("path", { d: path }), letter);
}

/** The mark of a thing, from its properties. */
export function groundMark({ kind, zone_class: zoneClass, point_kind: pointKind }) {
  if (ZONE_CLASSES[zoneClass]) {
    return classMark(zoneClass);
  }
  const path = svg("path", { d: MARKS[pointKind] ?? MARKS[kind] ?? MARKS.must_patrol, "fill-rule": "evenodd" });
  const attributes = { class: `ground-mark mark-${kind}`, viewBox: "0 0 16 16", "aria-hidden": "true" };
  return svg("svg", attributes, path);
}
