/** The map of the desk's ground page: the ground to choose from, and the editor of one shape. */

import { createEditor } from "./editor.js";
import { createGround } from "./ground.js";
import { L } from "./leaflet.js";
import { openMap } from "./open_map.js";
import { createPalette } from "./palette.js";

const CLOSE_ZOOM = 16;
const FAR_STEPS = 1;

/**
 * @param source    what lies under everything: `page.map`
 * @param onChoose  told the feature that was clicked, never while something is being drawn
 * @param onStep    told of every step of the drawing: see `createEditor`
 */
export function createDeskMap({ node, source, onChoose, onStep }) {
  const palette = createPalette(() => {});
  const options = { maxZoom: 20, doubleClickZoom: false };
  const { map, frame, refresh } = openMap({ node, source, palette, keptAs: "desk-map-view", options });
  const editor = createEditor(map, { onStep });
  const ground = createGround(map, { onChoose: (feature) => editor.isDrawing() || onChoose(feature) });

  return {
    editor,
    hide: ground.hide,
    show: ground.show,
    setGround(collection) {
      ground.set(collection);
      frame(() => ground.bounds());
      refresh(collection.map);
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
