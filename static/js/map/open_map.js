/** What the console's map and the desk's have in common: the frame, what lies under everything, and where it opens. */

import { gettext } from "../lib/words.js";
import { addBasemap } from "./basemap.js";
import { L } from "./leaflet.js";

const WORLD = [[30, 110], 4];
const CUT = 0.3; // of the window: so much of the edges may be cut off for the middle to be twice as large
const CLOSEST = 15;

function boundsOf([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

/** Where the map was left, unless another city's map was imported since. */
function keptView(name, box) {
  const view = JSON.parse(localStorage.getItem(name) ?? "null");
  return view && (!box || boundsOf(box).pad(1).contains([view.lat, view.lon])) ? [[view.lat, view.lon], view.zoom] : null;
}

/** The zoom at which all of the bounds is seen, or nearly all. */
function zoomFor(map, bounds) {
  const fits = map.getBoundsZoom(bounds);
  const corners = [bounds.getNorthWest(), bounds.getSouthEast()].map((corner) => map.project(corner, fits + 1));
  const nearlyFits = map.getSize().multiplyBy(1 + CUT).contains(L.bounds(corners).getSize());
  return Math.min(nearlyFits ? fits + 1 : fits, CLOSEST);
}

/**
 * @param node     where the map goes
 * @param source   what lies under everything: `page.map`
 * @param palette  of `createPalette`
 * @param keptAs   the name under which this browser keeps where the map was left
 * @param options  further options of Leaflet's map
 * @returns `map`; `frame(() => bounds)` shows all that there is, once, if nobody moved the map before;
 *          `refresh(live)` draws another map that was imported: its `version` and `box`
 */
export function openMap({ node, source, palette, keptAs, options }) {
  const map = L.map(node, { zoomControl: false, attributionControl: false, zoomSnap: 1, minZoom: 3, ...options });
  L.control.zoom({ position: "bottomright", zoomInTitle: gettext("Zoom in"), zoomOutTitle: gettext("Zoom out") }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  const basemap = addBasemap(map, source, palette);
  const kept = keptView(keptAs, source.box);
  let placed = Boolean(kept);

  function look(bounds) {
    map.setView(bounds.getCenter(), zoomFor(map, bounds));
  }

  map.setView(...(kept ?? WORLD));
  if (!kept && source.box) {
    look(boundsOf(source.box));
  }
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    localStorage.setItem(keptAs, JSON.stringify({ lat, lon: lng, zoom: map.getZoom() }));
  });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(node);

  return {
    map,
    frame(boundsNow) {
      const bounds = placed ? null : boundsNow();
      if (bounds?.isValid()) {
        look(bounds);
        placed = true;
      }
    },
    refresh: ({ version, box }) => basemap.refresh(version, box ?? undefined),
  };
}
