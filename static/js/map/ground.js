/** Outlines of zones and beats, with their names. */

import { el } from "../lib/dom.js";
import { L } from "./leaflet.js";

/** A layer of a GeoJSON FeatureCollection of zones; `properties.kind` is `beat` for beats. */
export function groundLayer(collection) {
  return L.geoJSON(collection, {
    interactive: false,
    style: ({ properties }) => ({ className: properties.kind === "beat" ? "beat" : "zone" }),
    onEachFeature({ properties }, layer) {
      const name = properties.name || properties.code;
      if (name && properties.kind !== "beat") {
        layer.bindTooltip(el("span", {}, name), { permanent: true, direction: "center", className: "zone-name" });
      }
    },
  });
}
