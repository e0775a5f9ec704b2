/** Status as colour and shape; the words stand beside it or in its title. */

import { svg } from "../lib/dom.js";
import { SHAPES, STANDINGS } from "../lib/standing.js";

/** One shape in one tone: `shapeNode("triangle", "blue")`. */
export function shapeNode(shape, tone, { pulsing = false } = {}) {
  const { path, stroked } = SHAPES[shape];
  const drawn = svg("path", { d: path });
  if (stroked) {
    drawn.setAttribute("fill", "none");
    drawn.setAttribute("stroke", "currentColor");
    drawn.setAttribute("stroke-width", stroked);
  }
  const classes = `shape tone-${tone}${pulsing ? " pulsing" : ""}`;
  return svg("svg", { class: classes, viewBox: "0 0 16 16", "aria-hidden": "true" }, drawn);
}

/** The shape of a unit's standing. */
export function standingShape(key) {
  const { shape, tone, pulsing } = STANDINGS[key];
  return shapeNode(shape, tone, { pulsing });
}
