/** Ways of units to their calls on the map, with the minutes left beside each unit. Looks are in `css/map.css`. */

import { el } from "../lib/dom.js";
import { isStrong, timeLeft } from "../lib/ways.js";
import { gettext, interpolate } from "../lib/words.js";
import { L } from "./leaflet.js";

const PANE = "ways";
const BELOW_THE_UNITS = 390;

function labelOf(way, name) {
  const text = timeLeft(way);
  const title = interpolate(gettext("%(unit)s: %(time)s to its call"), { unit: name, time: text });
  return L.divIcon({ html: el("span", { title }, text), className: "way-left", iconSize: [0, 0] });
}

/** `set(ways)` as the server tells them; `render(state, view)` on every change. */
export function createWays(map) {
  const drawn = L.layerGroup().addTo(map);
  const labels = new Map();
  let ways = [];
  let look = ""; // of what is drawn
  let fixes = null;

  map.createPane(PANE).style.zIndex = BELOW_THE_UNITS;
  const renderer = L.svg({ pane: PANE });

  /** Those whose unit still goes there. */
  function standing({ picture }, view) {
    const known = ways.map((way) => ({ way, unit: picture.units[way.unit] })).filter(({ way, unit }) => unit?.order?.incident === way.incident);
    return known.map(({ way, unit }) => ({ way, name: unit.call_sign, strong: isStrong(unit, view) }));
  }

  function draw(found) {
    drawn.clearLayers();
    labels.clear();
    for (const { way, name, strong } of found) {
      const places = way.path.map(([lon, lat]) => [lat, lon]);
      const className = `way${strong ? " way-strong" : ""}${way.estimated ? " way-estimated" : ""}`;
      drawn.addLayer(L.polyline(places, { renderer, className, interactive: false }));
      const label = L.marker(places[0], { icon: labelOf(way, name), interactive: false, keyboard: false });
      labels.set(way.unit, label.addTo(drawn));
    }
  }

  function follow(places) {
    for (const [unit, label] of labels) {
      const fix = places[unit];
      if (fix) {
        label.setLatLng([fix.lat, fix.lon]);
      }
    }
  }

  return {
    set(next) {
      ways = next;
      look = null;
    },
    render(state, view) {
      const found = standing(state, view);
      const next = found.map(({ way, strong }) => `${way.unit} ${strong}`).join();
      if (next !== look) {
        look = next;
        draw(found);
        fixes = null;
      }
      if (state.fixes !== fixes) {
        fixes = state.fixes;
        follow(fixes);
      }
    },
  };
}
