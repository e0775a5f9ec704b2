/** Distances and bearings on the earth, WGS-84 degrees in. */

import { gettext, interpolate } from "./words.js";

const EARTH_RADIUS_M = 6371008.8;
const radians = (degrees) => (degrees * Math.PI) / 180;

/** Great-circle distance in metres between `{lon, lat}` points. */
export function metresBetween(from, to) {
  const dLat = radians(to.lat - from.lat);
  const dLon = radians(to.lon - from.lon);
  const half =
    Math.sin(dLat / 2) ** 2 + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** First bearing from one point to another: degrees clockwise from north, 0 up to 360. */
export function bearing(from, to) {
  const dLon = radians(to.lon - from.lon);
  const y = Math.sin(dLon) * Math.cos(radians(to.lat));
  const x =
    Math.cos(radians(from.lat)) * Math.sin(radians(to.lat)) -
    Math.sin(radians(from.lat)) * Math.cos(radians(to.lat)) * Math.cos(dLon);
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}

/** The bearing in words, to the nearest eighth of the circle. */
export function directionName(degrees) {
  const names = [
    gettext("north"),
    gettext("north-east"),
    gettext("east"),
    gettext("south-east"),
    gettext("south"),
    gettext("south-west"),
    gettext("west"),
    gettext("north-west"),
  ];
  return names[Math.round(degrees / 45) % names.length];
}

/** `80 m`, `1.4 km`, `23 km`. */
export function distance(metres) {
  if (metres < 1000) {
    return interpolate(gettext("%(count)s m"), { count: Math.round(metres / 10) * 10 });
  }
  const kilometres = metres / 1000;
  return interpolate(gettext("%(count)s km"), { count: kilometres.toFixed(kilometres < 10 ? 1 : 0) });
}
