/** The map of the console: ground, units, calls, and clicks on all of them. */

import { el } from "../lib/dom.js";
import { standingOf } from "../lib/standing.js";
import { secondsSince } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { addBasemap } from "./basemap.js";
import { createGround } from "./ground.js";
import { L } from "./leaflet.js";
import { createPalette } from "./palette.js";
import { UnitLayer } from "./unit_layer.js";

const CLOSE_ZOOM = 15;
const KEPT_VIEW = "map-view";
const PIN = 28;
const WORLD = [[30, 110], 4];

function pinIcon(incident, { waiting, open }) {
  const pin = el(
    "span",
    { class: "call-pin", "data-waiting": waiting, "data-open": open },
    el("span", {}, String(incident.priority)),
  );
  pin.style.width = pin.style.height = `${PIN}px`;
  return L.divIcon({ html: pin, className: "", iconSize: [PIN, PIN], iconAnchor: [PIN / 2, PIN * 1.2] });
}

/** Where the map was left, unless another city's map was imported since. */
function keptView(box) {
  const view = JSON.parse(localStorage.getItem(KEPT_VIEW) ?? "null");
  return view && (!box || boundsOf(box).pad(1).contains([view.lat, view.lon])) ? [[view.lat, view.lon], view.zoom] : null;
}

function boundsOf([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

/** Where the page opens when nobody moved the map before: the ground, else the units and calls, else the world. */
function fitTo(map, bounds) {
  if (bounds.isValid()) {
    map.fitBounds(bounds, { padding: [24, 24], maxZoom: CLOSE_ZOOM });
  }
}

/**
 * @param node      where the map goes
 * @param source    what lies under everything: `page.map`
 * @param limits    `{stale, lost}` in seconds
 * @param onUnit    told the id of a unit that was clicked
 * @param onCall    told the id of a call that was clicked
 * @param onPlace   told `{lon, lat}` of a click while `pick(true)`
 */
export function createMap({ node, source, limits, onUnit, onCall, onPlace }) {
  const map = L.map(node, { preferCanvas: false, zoomControl: false, attributionControl: false, zoomSnap: 1, minZoom: 3, maxZoom: 19 });
  L.control.zoom({ position: "bottomright", zoomInTitle: gettext("Zoom in"), zoomOutTitle: gettext("Zoom out") }).addTo(map);
  L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
  const palette = createPalette(() => units.redraw());
  const basemap = addBasemap(map, source, palette);
  const ground = createGround(map);
  const units = new UnitLayer(palette);
  const pins = new Map();
  let picking = false;
  let chosen = null;
  const kept = keptView(source.box);
  let placed = Boolean(kept);

  map.setView(...(kept ?? WORLD));
  if (!kept && source.box) {
    const all = boundsOf(source.box);
    map.setView(all.getCenter(), map.getBoundsZoom(all, true));
  }
  units.addTo(map);
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    localStorage.setItem(KEPT_VIEW, JSON.stringify({ lat, lon: lng, zoom: map.getZoom() }));
  });
  map.on("click", ({ latlng, containerPoint }) => {
    if (picking) {
      onPlace({ lon: latlng.wrap().lng, lat: latlng.lat });
      return;
    }
    const unit = units.at(containerPoint);
    if (unit) {
      onUnit(unit.id);
    }
  });
  map.on("mousemove", ({ containerPoint }) => {
    const unit = picking ? null : units.at(containerPoint);
    node.title = unit ? unit.name : "";
  });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(node);

  function unitsOf(state, now) {
    return Object.values(state.picture.units).flatMap((unit) => {
      const fix = state.fixes[unit.id];
      if (!fix || unit.status === "off_duty") {
        return [];
      }
      const age = secondsSince(fix.fixed_at, now);
      const { lon, lat, heading } = fix;
      return [{ id: unit.id, name: unit.call_sign, standing: standingOf(unit), lon, lat, heading, stale: age > limits.stale, lost: age > limits.lost }];
    });
  }

  function pinFor(incident, look) {
    const label = interpolate(gettext("Call %(number)s: %(type)s"), { number: incident.number, type: incident.type_name });
    const known = pins.get(incident.id) ?? { marker: L.marker([incident.lat, incident.lon], { keyboard: true, alt: label, riseOnHover: true }).addTo(map), look: "" };
    if (known.look !== JSON.stringify(look)) {
      known.look = JSON.stringify(look);
      known.marker.setIcon(pinIcon(incident, look));
      known.marker.off("click").on("click", () => onCall(incident.id));
    }
    known.marker.getElement()?.setAttribute("title", label);
    pins.set(incident.id, known);
  }

  function renderCalls(state, openId) {
    const incidents = state.picture.incidents;
    for (const [id, { marker }] of pins) {
      if (!incidents[id]) {
        marker.remove();
        pins.delete(id);
      }
    }
    for (const incident of Object.values(incidents)) {
      const assigned = Object.values(incident.assignments ?? {}).some(({ state: at }) => at !== "withdrawn");
      pinFor(incident, { waiting: !assigned, open: incident.id === openId });
    }
  }

  return {
    /** On every change; `now` in milliseconds of the server. */
    render(state, { now, openId }) {
      const shown = unitsOf(state, now);
      units.setUnits(shown);
      renderCalls(state, openId);
      if (!placed && state.ready) {
        const places = [...shown, ...Object.values(state.picture.incidents)].map(({ lat, lon }) => [lat, lon]);
        fitTo(map, L.latLngBounds(places));
        placed = places.length > 0;
      }
    },
    setGround(collection) {
      ground.set(collection);
      if (!placed && collection.features.length) {
        fitTo(map, ground.bounds());
        placed = true;
      }
    },
    showGround: ground.show,
    /** Another map was imported: draw that one. */
    refreshBasemap: basemap.refresh,
    choose: (id) => units.choose(id),
    /** Bring a place into view, right of what covers the map. */
    show({ lon, lat }, { covered = 0 } = {}) {
      const zoom = Math.max(map.getZoom(), CLOSE_ZOOM - 1);
      const point = map.project([lat, lon], zoom).subtract([covered / 2, 0]);
      map.setView(map.unproject(point, zoom), zoom);
    },
    middle() {
      const { lat, lng } = map.getCenter().wrap();
      return { lon: lng, lat };
    },
    pick(wanted) {
      picking = wanted;
      node.classList.toggle("picking", wanted);
    },
    /** Mark the place of the call that is being taken; null takes the mark away. */
    mark(place) {
      chosen?.remove();
      chosen = place && L.marker([place.lat, place.lon], { interactive: false, icon: L.divIcon({ className: "chosen-place", iconSize: [20, 20] }) }).addTo(map);
    },
  };
}
