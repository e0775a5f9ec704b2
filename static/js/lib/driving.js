/**
 * Whether the device is a driver's in motion: above 10 km/h it shows status buttons only, as nobody reads or types at
 * the wheel (NHTSA guidelines for in-vehicle devices: no manual text entry in motion). A passenger opens it, once a trip;
 * a trip ends after a minute below that speed. Pure: a state and a speed go in, the next state comes out.
 */

const LOCKED_MPS = 10 / 3.6;
const TRIP_ENDS_MS = 60000;

export const PARKED = Object.freeze({ driving: false, passenger: false, slowSince: null, heardAt: 0 });

/** `speed` in m/s, null where it is not known: after a minute of that a trip is over, too. */
export function heardSpeed(trip, speed, now) {
  if (speed > LOCKED_MPS) {
    return { ...trip, driving: true, slowSince: null, heardAt: now };
  }
  if (!trip.driving) {
    return trip;
  }
  if (speed === null) {
    return now - trip.heardAt >= TRIP_ENDS_MS ? PARKED : trip;
  }
  const slowSince = trip.slowSince ?? now;
  return now - slowSince >= TRIP_ENDS_MS ? PARKED : { ...trip, slowSince, heardAt: now };
}

/** Somebody rides along: the device stays open until the trip ends. */
export function asPassenger(trip) {
  return { ...trip, passenger: true };
}

/** Locked while it moves; it opens as soon as it stands, though the trip may go on. */
export function isLocked({ driving, passenger, slowSince }) {
  return driving && !passenger && slowSince === null;
}
