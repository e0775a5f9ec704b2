/**
 * The datums in which Chinese maps give places, and the way to and from WGS-84: what `zones/datum.py` does, for the map.
 * Everything in the pages is WGS-84; only what lies under it may be measured otherwise. Degrees, longitude first.
 */

const SEMI_MAJOR_AXIS = 6378245;
const ECCENTRICITY_SQUARED = 0.00669342162296594323;
const BAIDU_TURN = (Math.PI * 3000) / 180;
const CLOSE_ENOUGH = 1e-10;
const MOST_STEPS = 20;
const { sin, cos, sqrt, abs, PI, hypot, atan2 } = Math;

const ripple = (value) => 20 * sin(6 * value * PI) + 20 * sin(2 * value * PI);

function metresEast(x, y) {
  const waves = ripple(x) + 20 * sin(x * PI) + 40 * sin((x / 3) * PI) + 150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI);
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + (waves * 2) / 3;
}

function metresNorth(x, y) {
  const waves = ripple(x) + 20 * sin(y * PI) + 40 * sin((y / 3) * PI) + 160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30);
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + (waves * 2) / 3;
}

function gcj02(lon, lat) {
  if (lon <= 72.004 || lon >= 137.8347 || lat <= 0.8293 || lat >= 55.8271) {
    return [lon, lat];
  }
  const x = lon - 105;
  const y = lat - 35;
  const radians = (lat / 180) * PI;
  const flattening = 1 - ECCENTRICITY_SQUARED * sin(radians) ** 2;
  const meridian = (SEMI_MAJOR_AXIS * (1 - ECCENTRICITY_SQUARED)) / flattening ** 1.5;
  const parallel = (SEMI_MAJOR_AXIS / sqrt(flattening)) * cos(radians);
  return [lon + ((metresEast(x, y) / parallel) * 180) / PI, lat + ((metresNorth(x, y) / meridian) * 180) / PI];
}

function bd09(lon, lat) {
  const [x, y] = gcj02(lon, lat);
  const radius = hypot(x, y) + 0.00002 * sin(y * BAIDU_TURN);
  const angle = atan2(y, x) + 0.000003 * cos(x * BAIDU_TURN);
  return [radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006];
}

const same = (lon, lat) => [lon, lat];
const SHIFTS = { wgs84: same, cgcs2000: same, gcj02, bd09 };

function shiftOf(datum) {
  if (!Object.hasOwn(SHIFTS, datum)) {
    throw new Error(`Unknown datum ${datum}.`);
  }
  return SHIFTS[datum];
}

/** Whether numbers in this datum are those of WGS-84. */
export function isWgs84(datum) {
  return shiftOf(datum) === same;
}

/** A WGS-84 place, `[lon, lat]`, in `datum`. */
export function fromWgs84(lon, lat, datum) {
  return shiftOf(datum)(lon, lat);
}

/** A place given in `datum`, `[lon, lat]` in WGS-84: guess, convert, correct by what is left. */
export function toWgs84(lon, lat, datum) {
  const shift = shiftOf(datum);
  let guess = [lon, lat];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const [thereLon, thereLat] = shift(...guess);
    const off = [lon - thereLon, lat - thereLat];
    guess = [guess[0] + off[0], guess[1] + off[1]];
    if (abs(off[0]) < CLOSE_ENOUGH && abs(off[1]) < CLOSE_ENOUGH) {
      break;
    }
  }
  return guess;
}
