/** How often a phone tells its position: often on an order, seldom where nothing changes. The battery is the crew's. */

import { metresBetween } from "./geo.js";

const ON_ORDER_MS = 5000;
const MOVING_MS = 15000;
const STILL_MS = 30000;
const MOVING_MPS = 1; // a slow walk

/** Milliseconds between two reports. */
export function reportEvery({ onOrder, moving }) {
  return onOrder ? ON_ORDER_MS : moving ? MOVING_MS : STILL_MS;
}

function placeOf({ coords }) {
  return { lon: coords.longitude, lat: coords.latitude };
}

/**
 * Metres a second at a fix of the Geolocation API: its own figure, else the way from the fix before, as far as it is
 * more than what both may be off; null where neither is known.
 */
export function speedAt(fix, before) {
  if (Number.isFinite(fix.coords.speed)) {
    return fix.coords.speed;
  }
  const seconds = before ? (fix.timestamp - before.timestamp) / 1000 : 0;
  if (seconds <= 0) {
    return null;
  }
  const metres = metresBetween(placeOf(before), placeOf(fix)) - before.coords.accuracy - fix.coords.accuracy;
  return Math.max(0, metres) / seconds;
}

export function isMoving(speed) {
  return speed >= MOVING_MPS;
}
