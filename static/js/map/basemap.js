/** The map under everything: our own vector tiles, or raster tiles that lie on their own datum. */

import { el } from "../lib/dom.js";
import { language } from "../lib/words.js";
import { labelRules } from "./basemap_labels.js";
import { paintRules } from "./basemap_paint.js";
import { crsOf } from "./crs.js";
import { L, protomapsL } from "./leaflet.js";

const AROUND = 0.1; // of the map's box: big shapes reach out of it
const OSM_LICENCE = "https://www.openstreetmap.org/copyright";

function creditOf(text) {
  const control = L.control({ position: "bottomleft" });
  const link = { href: OSM_LICENCE, target: "_blank", rel: "noopener" };
  control.onAdd = () => el("div", { class: "map-credit" }, text.includes("OpenStreetMap") ? el("a", link, text) : text);
  return control;
}

function vectorLayer(source, version, palette) {
  const [west, south, east, north] = source.box;
  const [url] = source.urls;
  return protomapsL.leafletLayer({
    url: `${url}?v=${version}`,
    maxDataZoom: source.max_zoom,
    bounds: L.latLngBounds([south, west], [north, east]).pad(AROUND),
    noWrap: true,
    attribution: "",
    lang: language,
    ...rules(palette),
  });
}

function rules(palette) {
  const colours = palette.current();
  return { paintRules: paintRules(colours.map), labelRules: labelRules(colours.map, { font: colours.font, language }) };
}

/** Draw again in the colours of now. */
function repaint(layer, palette) {
  Object.assign(layer, rules(palette));
  layer.clearLayout();
  layer.rerenderTiles();
}

function rasterLayers(source) {
  const options = { subdomains: source.subdomains, maxNativeZoom: source.max_zoom, maxZoom: 22, className: "map-raster" };
  return source.urls.map((url) => L.tileLayer(url, options));
}

function useDatum(map, datum) {
  const crs = crsOf(datum);
  if (map.options.crs === crs) {
    return;
  }
  const view = map.getZoom() === undefined ? null : [map.getCenter(), map.getZoom()];
  map.options.crs = crs;
  view && map.setView(...view, { reset: true });
}

/**
 * Put the base map under everything on `map`, in day or night colours as the page is. Places stay WGS-84 for everybody.
 *
 * @param source   what the server says of it: `page.map`
 * @param palette  of `createPalette`
 * @returns `refresh(version, box)`: draw another map, if it is another
 */
export function addBasemap(map, source, palette) {
  let layer = null;
  let shown = null;
  useDatum(map, source.datum);
  if (source.kind === "raster") {
    rasterLayers(source).forEach((raster) => raster.addTo(map));
  } else {
    palette.follow(() => layer && repaint(layer, palette));
  }
  function refresh(version, box = source.box) {
    if (source.kind === "raster" || !version || !box) {
      return;
    }
    if (version === shown) {
      return;
    }
    shown = version;
    layer?.remove();
    layer = vectorLayer({ ...source, box }, version, palette).addTo(map);
  }
  refresh(source.version);
  if (source.attribution) {
    creditOf(source.attribution).addTo(map);
  }
  return { refresh };
}
