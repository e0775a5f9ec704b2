/** What the marks of the ground mean, and which rings are seen (F01, F02). */

import { el } from "../lib/dom.js";
import { KINDS, RINGS, ZONE_CLASSES, className, kindsName, pointKindName, ringName } from "../lib/ground.js";
import { classMark, groundMark } from "../lib/ground_marks.js";

function entry(mark, words) {
  return el("li", { class: "legend-entry" }, mark, el("span", {}, words));
}

function ringSwitch(ring, map) {
  const box = el("input", { type: "checkbox", checked: true });
  box.addEventListener("change", () => map.classList.toggle(`without-ring-${ring}`, !box.checked));
  return el("label", { class: "tick" }, box, el("span", { class: `ring-sample ring-sample-${ring}`, "aria-hidden": "true" }), ringName(ring));
}

/** Fill the legend: `classes` and `marks` are lists, `rings` takes the switches; `map` is the node that they act on. */
export function fillLegend({ classes, marks, rings, map }) {
  classes.append(...Object.keys(ZONE_CLASSES).map((name) => entry(classMark(name), className(name))));
  marks.append(
    entry(groundMark({ kind: "point", point_kind: "must_patrol" }), pointKindName("must_patrol")),
    entry(groundMark({ kind: "point", point_kind: "standing" }), pointKindName("standing")),
    ...KINDS.filter((kind) => !["zone", "point"].includes(kind)).map((kind) => entry(groundMark({ kind }), kindsName(kind))),
  );
  rings.append(...RINGS.map((ring) => ringSwitch(ring, map)));
}
