/** Lengths on the map: each click adds a point, Backspace takes the last one away, Esc or the button ends it. */

import { el } from "../lib/dom.js";
import { distance, metresBetween } from "../lib/geo.js";
import { L } from "./leaflet.js";

const POINT = 10;

/** The length up to each point, in metres. */
export function lengthsOf(points) {
  let sum = 0;
  return points.map((point, index) => (sum += index ? metresBetween(points[index - 1], point) : 0));
}

/** `take(place)`: whether a click was a point of the measure. */
export function createMeasure(map, button) {
  const drawn = L.layerGroup().addTo(map);
  let points = null;

  function label(text) {
    return L.divIcon({ html: el("span", {}, text), className: "measured", iconSize: [POINT, POINT] });
  }

  function draw() {
    drawn.clearLayers();
    button.setAttribute("aria-pressed", String(Boolean(points)));
    map.getContainer().classList.toggle("measuring", Boolean(points));
    const lengths = lengthsOf(points ?? []);
    const places = (points ?? []).map(({ lon, lat }) => [lat, lon]);
    drawn.addLayer(L.polyline(places, { className: "measure", interactive: false }));
    places.forEach((place, index) => drawn.addLayer(L.marker(place, { icon: label(index ? distance(lengths[index]) : ""), interactive: false, keyboard: false })));
  }

  function set(next) {
    points = next;
    draw();
  }

  button.addEventListener("click", () => set(points ? null : []));
  addEventListener(
    "keydown",
    (event) => {
      const next = points && { Escape: null, Backspace: points.slice(0, -1) }[event.key];
      if (next !== undefined && points && !event.target.matches("input, textarea, select")) {
        event.stopImmediatePropagation();
        set(next);
      }
    },
    true,
  );
  return {
    take({ lon, lat }) {
      if (points) {
        set([...points, { lon, lat }]);
      }
      return Boolean(points);
    },
  };
}
