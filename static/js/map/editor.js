/**
 * Drawing and changing one shape on the map, on top of leaflet-geoman. It knows no kinds and no server: shapes come in
 * and go out as GeoJSON geometries, WGS-84; unfinished ones as the list of corners placed so far.
 */

import { gettext } from "../lib/words.js";
import { L } from "./leaflet.js";

const DECIMALS = 7;
const SNAP_PX = 14;
const MOST_HANDLES = 40; // the nearest to the pointer: of a border with hundreds of corners the rest would hide the map
const LANGUAGE = "patrol";
const LINE = { className: "draft" };
const HINT = { className: "draft-hint", dashArray: "4 6" };

function texts() {
  return {
    tooltips: {
      placeMarker: gettext("Click to set the place"),
      placeMarkerTouch: gettext("Tap to set the place"),
      firstVertex: gettext("Click to set the first corner"),
      continueLine: gettext("Click to go on"),
      finishLine: gettext("Click the last corner, or press Enter, to finish"),
      finishPoly: gettext("Click the first corner, or press Enter, to finish"),
    },
  };
}

const markerIcon = () => L.divIcon({ className: "draft-place", iconSize: [20, 20] });
const toPlace = ({ lng, lat }) => [lng, lat];

/**
 * @param onStep  told `{shape}` or `{corners}` after every step a person takes: a corner set, moved or removed, a
 *                shape finished or dragged
 */
export function createEditor(map, { onStep }) {
  let layer = null;
  let drawing = null;
  let replaying = false;
  let snapping = true;
  let dragging = false;
  let pressed = false;
  let waiting = false;

  map.pm.setLang(LANGUAGE, texts(), "en");
  map.pm.setGlobalOptions({ finishOnEnter: true });
  map.getContainer().addEventListener("pointerdown", () => (pressed = true), true);
  addEventListener("pointerup", () => (pressed = false), true);
  addEventListener("pointercancel", () => (pressed = false), true);

  const options = () => ({ snappable: snapping, snapDistance: SNAP_PX, allowSelfIntersection: true });

  function read() {
    return layer.toGeoJSON(DECIMALS).geometry;
  }

  /** One step for one gesture: dragging the middle of an edge makes a corner and moves it. */
  function edited() {
    if (waiting || replaying) {
      return;
    }
    waiting = true;
    const tell = () => {
      if (pressed) {
        setTimeout(tell, 30);
        return;
      }
      waiting = false;
      if (layer) {
        onStep({ shape: read() });
      }
    };
    setTimeout(tell, 20);
  }

  function drop() {
    if (layer) {
      layer.off();
      layer.pm.disable();
      layer.remove();
      layer = null;
    }
  }

  function stopDrawing() {
    drawing = null;
    map.pm.disableDraw();
  }

  /** Handles on the shape: corners to move, or the whole to drag. */
  function armed() {
    if (!layer) {
      return;
    }
    layer.pm.disable();
    if (dragging && !(layer instanceof L.Marker)) {
      layer.pm.enableLayerDrag();
    } else {
      layer.pm.enable({ ...options(), draggable: true, preventMarkerRemoval: true, limitMarkersToCount: MOST_HANDLES });
    }
  }

  function take(made) {
    drop();
    layer = made;
    layer.options.className = "draft";
    layer.on("pm:edit", edited);
    armed();
  }

  function layerFor(shape) {
    const [made] = L.geoJSON({ type: "Feature", properties: {}, geometry: shape }, {
      style: () => LINE,
      pointToLayer: (_feature, latlng) => L.marker(latlng, { icon: markerIcon() }),
    }).getLayers();
    return made;
  }

  function corners() {
    return (map.pm.Draw[drawing]._layer?.getLatLngs?.() ?? []).map(toPlace);
  }

  map.on("pm:drawstart", ({ workingLayer }) => {
    workingLayer.on?.("pm:vertexadded", () => !replaying && onStep({ corners: corners() }));
  });
  map.on("pm:create", ({ layer: made }) => {
    drawing = null;
    if (made.pm) {
      made.remove();
    }
    const shape = made.toGeoJSON(DECIMALS).geometry;
    take(layerFor(shape).addTo(map));
    onStep({ shape: read() });
  });

  return {
    /** Begin to draw a `Polygon`, `Line` or `Marker`, with corners that are placed already. */
    draw(type, placed = []) {
      drop();
      drawing = null;
      replaying = true;
      map.pm.enableDraw(type, {
        ...options(),
        templineStyle: LINE,
        hintlineStyle: HINT,
        pathOptions: LINE,
        markerStyle: { icon: markerIcon(), draggable: false },
        markerEditable: false,
        continueDrawing: false,
        tooltips: true,
      });
      drawing = type;
      for (const [lng, lat] of placed) {
        map.pm.Draw[type]._createVertex({ latlng: L.latLng(lat, lng) });
      }
      replaying = false;
    },
    /** Show a finished shape with handles; null shows nothing. */
    show(shape) {
      stopDrawing();
      drop();
      if (shape) {
        take(layerFor(shape).addTo(map));
      }
    },
    isDrawing: () => drawing !== null,
    /** Whether new corners hold on to corners and edges nearby. */
    snap(wanted) {
      snapping = wanted;
      map.pm.setGlobalOptions({ ...map.pm.getGlobalOptions(), snappable: wanted });
      armed();
    },
    /** Whether the shape moves as a whole, or corner by corner. */
    drag(wanted) {
      dragging = wanted;
      armed();
    },
    bounds: () => layer && (layer.getBounds?.() ?? L.latLngBounds([layer.getLatLng()])),
  };
}
