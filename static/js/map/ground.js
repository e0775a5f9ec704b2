/** The ground on a map: zones by class and ring, beats, points, routes, cautions. Looks are in `css/ground_map.css`. */

import { el } from "../lib/dom.js";
import { ZONE_CLASSES, titleOf } from "../lib/ground.js";
import { classMark, groundMark } from "../lib/ground_marks.js";
import { L } from "./leaflet.js";

const NAMES_FROM_ZOOM = 14;
const INNER_NAMES_FROM_ZOOM = 15;
const POINTS_FROM_ZOOM = 13;
const MARKS_FROM_ZOOM = 11;
const PINS = { point: 12, caution: 22 };

/** Classes of the stylesheet for a zone's or a beat's outline. */
function outlineClass({ kind, zone_class: zoneClass, ring, in_force: inForce }) {
  return kind === "beat" ? "beat" : `zone zone-${zoneClass || "plain"} ring-${ring ?? 0}${inForce === false ? " zone-resting" : ""}`;
}

/** The pin of a point or a caution. */
export function pinIcon(properties) {
  const size = PINS[properties.kind];
  return L.divIcon({ html: groundMark(properties), className: `pin pin-${properties.kind}`, iconSize: [size, size] });
}

/** The name of a zone: in its middle; of a ring around another at its upper edge, where no other ring's name is. */
function zoneLabel(feature, layer) {
  const { properties } = feature;
  const bounds = layer.getBounds();
  const around = properties.ring ? properties.ring > 1 : properties.parent;
  const place = around ? L.latLng(bounds.getNorth(), bounds.getCenter().lng) : bounds.getCenter();
  const text = el("span", { class: "zone-label" }, ZONE_CLASSES[properties.zone_class] ? classMark(properties.zone_class) : null, el("span", { class: "zone-text" }, titleOf(feature)));
  const className = `zone-name ring-${properties.ring ?? 0}${properties.parent ? " zone-inner" : ""}`;
  return L.marker(place, { icon: L.divIcon({ html: text, className, iconSize: [0, 0] }), interactive: false, keyboard: false, pmIgnore: true, snapIgnore: true });
}

function label(feature, layer, map) {
  const { kind } = feature.properties;
  if (kind === "zone") {
    const name = zoneLabel(feature, layer);
    layer.on("add", () => name.addTo(map)).on("remove", () => name.remove());
  } else if (kind !== "beat") {
    layer.bindTooltip(el("span", {}, titleOf(feature)), { sticky: kind === "route" });
  }
}

/** The layer of one feature. `onChoose(feature)` is told of clicks; without it shapes let clicks through. */
function layerOf(feature, map, onChoose) {
  const { properties } = feature;
  const pinned = ["point", "caution"].includes(properties.kind);
  const [layer] = L.geoJSON(feature, {
    interactive: Boolean(onChoose) || pinned || properties.kind === "route",
    bubblingMouseEvents: true,
    style: () => ({ className: properties.kind === "route" ? "route" : outlineClass(properties) }),
    pointToLayer: (_feature, latlng) =>
      L.marker(latlng, { icon: pinIcon(properties), keyboard: false, alt: titleOf(feature), bubblingMouseEvents: true }),
  }).getLayers();
  label(feature, layer, map);
  if (onChoose) {
    layer.on("click", () => onChoose(feature));
  }
  return layer;
}

/** Bigger zones under smaller ones, so that rings can be reached; beats under all, lines and pins on top. */
function order(feature, layer) {
  const rank = { beat: 0, zone: 1, route: 2, point: 3, caution: 4 }[feature.properties.kind];
  const size = rank < 2 ? Math.abs(layer.getBounds().getNorth() - layer.getBounds().getSouth()) : 0;
  return [rank, -size];
}

/**
 * The ground as one thing on the map.
 *
 * @param onChoose  told the feature that was clicked; leave it out on maps where the ground is only looked at
 * @returns `set(collection)`, `show(kinds)` (which kinds are seen), `layer(key)`, `hide(key)`, `bounds()`
 */
export function createGround(map, { onChoose } = {}) {
  const groups = new Map();
  const layers = new Map();
  let shown = null;
  let hidden = null;

  function markDistance() {
    const off = { names: NAMES_FROM_ZOOM, "inner-names": INNER_NAMES_FROM_ZOOM, points: POINTS_FROM_ZOOM, marks: MARKS_FROM_ZOOM };
    for (const [what, zoom] of Object.entries(off)) {
      map.getContainer().classList.toggle(`${what}-off`, map.getZoom() < zoom);
    }
  }

  function groupOf(kind) {
    if (!groups.has(kind)) {
      groups.set(kind, L.layerGroup());
    }
    return groups.get(kind);
  }

  function arrange() {
    for (const [kind, group] of groups) {
      !shown || shown.has(kind) ? group.addTo(map) : group.remove();
    }
  }

  map.on("zoomend", markDistance);
  markDistance();

  return {
    set(collection) {
      groups.forEach((group) => group.clearLayers());
      layers.clear();
      const made = collection.features.map((feature) => ({ feature, layer: layerOf(feature, map, onChoose) }));
      made.sort((one, other) => {
        const [first, second] = [order(one.feature, one.layer), order(other.feature, other.layer)];
        return first[0] - second[0] || first[1] - second[1];
      });
      for (const { feature, layer } of made) {
        const key = `${feature.properties.kind}:${feature.id}`;
        layers.set(key, layer);
        if (key !== hidden) {
          groupOf(feature.properties.kind).addLayer(layer);
        }
      }
      arrange();
    },
    show(kinds) {
      shown = new Set(kinds);
      arrange();
    },
    layer: (key) => layers.get(key),
    /** Take one thing off the map while it is drawn anew; null brings it back. */
    hide(key) {
      const put = (known, change) => layers.get(known) && groupOf(known.split(":")[0])[change](layers.get(known));
      put(hidden, "addLayer");
      hidden = key;
      put(hidden, "removeLayer");
    },
    bounds: () => L.featureGroup([...layers.values()]).getBounds(),
  };
}
