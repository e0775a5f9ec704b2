/** The map of the console: ground, units, calls, and clicks on all of them. */

import { el } from "../lib/dom.js";
import { standingOf } from "../lib/standing.js";
import { secondsSince } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { createFollow } from "./follow.js";
import { createGround } from "./ground.js";
import { L } from "./leaflet.js";
import { createMeasure } from "./measure.js";
import { openMap } from "./open_map.js";
import { createPalette } from "./palette.js";
import { UnitLayer } from "./unit_layer.js";
import { createWays } from "./ways.js";

const CALL_ZOOM = 14;
const PIN = 24;
const AGES_EVERY_MS = 5000; // units turn pale though nothing is heard

/** A marker that lies in the page as any box does, not as a layer of its own: hundreds on one map stay quick. */
const Pin = L.Marker.extend({
  _setPos(place) {
    L.Marker.prototype._setPos.call(this, place);
    Object.assign(this.getElement().style, { transform: "none", left: `${place.x}px`, top: `${place.y}px` });
  },
});

function pinIcon(incident, { waiting, open }) {
  const pin = el(
    "span",
    { class: "call-pin", "data-waiting": waiting, "data-open": open },
    el("span", {}, String(incident.priority)),
  );
  return L.divIcon({ html: pin, className: "call-marker", iconSize: [PIN, PIN], iconAnchor: [PIN / 2, PIN * 1.25] });
}

/**
 * @param node      where the map goes
 * @param source    what lies under everything: `page.map`
 * @param limits    `{stale, lost}` in seconds
 * @param onUnit    told the id of a unit that was clicked
 * @param onCall    told the id of a call that was clicked
 * @param onPlace   told `{lon, lat}` of a click while `pick(true)`
 * @param onLeft    told when the map no longer follows the unit that it followed
 * @param measure   the button that begins and ends a measure
 */
export function createMap({ node, source, limits, onUnit, onCall, onPlace, onLeft, measure: button }) {
  const palette = createPalette(() => units.redraw());
  const { map, frame, refresh } = openMap({ node, source, palette, keptAs: "map-view", options: { maxZoom: 19 } });
  const ground = createGround(map);
  const units = new UnitLayer(palette);
  const ways = createWays(map);
  const following = createFollow(map, onLeft);
  const measure = createMeasure(map, button);
  const pins = new Map();
  let last = {};
  let standsOut = null;
  let picking = false;
  let chosen = null;

  units.addTo(map);
  map.on("click", ({ latlng, containerPoint }) => {
    if (measure.take({ lon: latlng.lng, lat: latlng.lat })) {
      return;
    }
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
      return [{ id: unit.id, name: unit.call_sign, standing: standingOf(unit), lon, lat, heading, stale: age > limits.stale, lost: age > limits.lost, faint: Boolean(standsOut) && !standsOut.has(unit.id) }];
    });
  }

  function createPin(incident) {
    const marker = new Pin([incident.lat, incident.lon], { icon: pinIcon(incident, {}), keyboard: true, riseOnHover: true });
    return { marker: marker.on("click", () => onCall(incident.id)).addTo(map) };
  }

  function pinFor(incident, look) {
    const known = pins.get(incident.id) ?? createPin(incident);
    pins.set(incident.id, known);
    if (known.incident === incident && known.open === look.open) {
      return;
    }
    if (known.incident?.priority !== incident.priority || known.look !== JSON.stringify(look)) {
      known.marker.setIcon(pinIcon(incident, look));
    }
    if (!known.marker.getLatLng().equals([incident.lat, incident.lon])) {
      known.marker.setLatLng([incident.lat, incident.lon]); // the place was corrected
    }
    const label = interpolate(gettext("Call %(number)s: %(type)s"), { number: incident.number, type: incident.type_name });
    known.marker.getElement().setAttribute("title", label);
    Object.assign(known, { incident, look: JSON.stringify(look), open: look.open });
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
    render(state, { now, openId, unitId }) {
      const { fixes, ready, picture } = state;
      if (fixes !== last.state?.fixes || picture.units !== last.state.picture.units || now > last.at + AGES_EVERY_MS) {
        last = { state, at: now, asked: last.asked };
        units.setUnits(unitsOf(state, now));
      }
      following.render(fixes);
      renderCalls(state, openId);
      ways.render(state, { openId, unitId });
      if (ready) {
        frame(() => L.latLngBounds([...units.units, ...Object.values(picture.incidents)].map(({ lat, lon }) => [lat, lon])));
      }
    },
    setGround(collection) {
      ground.set(collection);
      frame(() => ground.bounds());
      refresh(collection.map);
    },
    setWays: ways.set,
    follow: following.follow,
    /** The units of these ids stand out, a Set; all of them alike with null. Seen at once where `asked` became other. */
    filter(ids, asked) {
      standsOut = ids;
      if (asked !== last.asked && last.state) {
        last.asked = asked;
        units.setUnits(unitsOf(last.state, last.at));
      }
    },
    showGround: ground.show,
    choose: (id) => units.choose(id),
    /** Bring a place into view, right of what covers the map. */
    show({ lon, lat }, { covered = 0 } = {}) {
      following.end();
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
