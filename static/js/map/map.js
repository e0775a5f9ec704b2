/** The map of the console: ground, units, calls, and clicks on all of them. */

import { el } from "../lib/dom.js";
import { standingOf } from "../lib/standing.js";
import { secondsSince } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { createGround } from "./ground.js";
import { L } from "./leaflet.js";
import { openMap } from "./open_map.js";
import { createPalette } from "./palette.js";
import { UnitLayer } from "./unit_layer.js";

const CALL_ZOOM = 14;
const PIN = 28;

function pinIcon(incident, { waiting, open }) {
  const pin = el(
    "span",
    { class: "call-pin", "data-waiting": waiting, "data-open": open },
    el("span", {}, String(incident.priority)),
  );
  pin.style.width = pin.style.height = `${PIN}px`;
  return L.divIcon({ html: pin, className: "", iconSize: [PIN, PIN], iconAnchor: [PIN / 2, PIN * 1.2] });
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
  const palette = createPalette(() => units.redraw());
  const { map, frame, refresh } = openMap({ node, source, palette, keptAs: "map-view", options: { maxZoom: 19 } });
  const ground = createGround(map);
  const units = new UnitLayer(palette);
  const pins = new Map();
  let picking = false;
  let chosen = null;

  units.addTo(map);
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
    const known = pins.get(incident.id) ?? { marker: L.marker([incident.lat, incident.lon], { icon: pinIcon(incident, look), keyboard: true, alt: label, riseOnHover: true }).addTo(map), look: "" };
    if (known.look !== JSON.stringify(look)) {
      known.look = JSON.stringify(look);
      known.marker.setIcon(pinIcon(incident, look));
      known.marker.off("click").on("click", () => onCall(incident.id));
    }
    if (!known.marker.getLatLng().equals([incident.lat, incident.lon])) {
      known.marker.setLatLng([incident.lat, incident.lon]); // the place was corrected
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
      if (state.ready) {
        frame(L.latLngBounds([...shown, ...Object.values(state.picture.incidents)].map(({ lat, lon }) => [lat, lon])));
      }
    },
    setGround(collection) {
      ground.set(collection);
      frame(ground.bounds());
      refresh(collection.map);
    },
    showGround: ground.show,
    choose: (id) => units.choose(id),
    /** Bring a place into view, right of what covers the map. */
    show({ lon, lat }, { covered = 0 } = {}) {
      const zoom = Math.max(map.getZoom(), CALL_ZOOM);
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
