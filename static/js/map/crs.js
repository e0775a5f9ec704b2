/** Maps that are measured against another datum: everything drawn is shifted to it, every click is shifted back. */

import { fromWgs84, isWgs84, toWgs84 } from "../lib/datum.js";
import { L } from "./leaflet.js";

/** Web Mercator over the numbers of `datum`. Whoever uses the map gives and gets WGS-84. */
export function crsOf(datum) {
  if (isWgs84(datum)) {
    return L.CRS.EPSG3857;
  }
  const plain = L.Projection.SphericalMercator;
  const projection = L.extend({}, plain, {
    project({ lng, lat }) {
      const [lon, shiftedLat] = fromWgs84(lng, lat, datum);
      return plain.project(L.latLng(shiftedLat, lon));
    },
    unproject(point) {
      const { lng, lat } = plain.unproject(point);
      const [lon, realLat] = toWgs84(lng, lat, datum);
      return L.latLng(realLat, lon);
    },
  });
  return L.extend({}, L.CRS.EPSG3857, { projection });
}
