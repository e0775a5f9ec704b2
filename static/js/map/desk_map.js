/** The map of the desk's ground page: the ground to choose from, and the editor of one shape. */

import { gettext } from "../lib/words.js";
import { addBasemap } from "./basemap.js";
import { createEditor } from "./editor.js";
import { createGround } from "./ground.js";
import { L } from "./leaflet.js";
import { createPalette } from "./palette.js";

const CLOSE_ZOOM = 16;
const FAR_STEPS = 1;
const KEPT_VIEW = "desk-map-view";
const WORLD = [[30, 110], 4];

function keptView() {
  const view = JSON.parse(localStorage.getItem(KEPT_VIEW) ?? "null");
  return view && [[view.lat, view.lon], view.zoom];
}

function boundsOf([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

/**
 * @param source    what lies under everything: `page.map`
 * @param onChoose  told the feature that was clicked, never while something is being drawn
 * @param onStep    told of every step of the drawing: see `createEditor`
 */
export function createDeskMap({ node, source, onChoose, onStep }) {
  const map = L.map(node, { zoomControl: false, attributionControl: false, zoomSnap: 1, minZoom: 3, maxZoom: 20, doubleClickZoom: false });
  L.control.zoom({ position: "bottomright", zoomInTitle: gettext("Zoom in"), zoomOutTitle: gettext("Zoom out") }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  addBasemap(map, source, createPalette(() => {}));
  let placed = Boolean(keptView());
  map.setView(...(keptView() ?? WORLD));
  if (!placed && source.box) {
    map.fitBounds(boundsOf(source.box));
  }
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    localStorage.setItem(KEPT_VIEW, JSON.stringify({ lat, lon: lng, zoom: map.getZoom() }));
  });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(node);

  const editor = createEditor(map, { onStep });
  const ground = createGround(map, { onChoose: (feature) => editor.isDrawing() || onChoose(feature) });

  return {
    editor,
    hide: ground.hide,
    show: ground.show,
    setGround(collection) {
      ground.set(collection);
      const bounds = ground.bounds();
      if (!placed && bounds.isValid()) {
        map.fitBounds(bounds, { padding: [24, 24] });
        placed = true;
      }
    },
    /** Mark the thing that is chosen; null marks none. */
    choose(key) {
      node.querySelectorAll(".chosen").forEach((marked) => marked.classList.remove("chosen"));
      ground.layer(key)?.getElement?.()?.classList.add("chosen");
    },
    /** Bring a thing into view, large enough to see its corners. */
    look(key) {
      const layer = ground.layer(key);
      const bounds = layer && (layer.getBounds?.() ?? L.latLngBounds([layer.getLatLng()]));
      const close = bounds && Math.min(map.getBoundsZoom(bounds), CLOSE_ZOOM);
      if (bounds && (!map.getBounds().contains(bounds) || map.getZoom() < close - FAR_STEPS)) {
        map.fitBounds(bounds, { padding: [48, 48], maxZoom: CLOSE_ZOOM });
      }
    },
  };
}
