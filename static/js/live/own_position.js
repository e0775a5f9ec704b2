/** The phone's own position: for the distance to the order, and reported for the unit while it is signed on. */

import { command } from "../lib/http.js";

const REPORT_MS = 10000;
const MOST_KEPT = 500;
const MOST_SENT = 100;
const WATCHING = { enableHighAccuracy: true, maximumAge: 5000 };
const ASKING = { enableHighAccuracy: true, maximumAge: 0, timeout: 8000 };
const KEY = "device-token";

function reportOf({ coords, timestamp }) {
  return {
    fixed_at: new Date(timestamp).toISOString(),
    lon: coords.longitude,
    lat: coords.latitude,
    accuracy: coords.accuracy,
    speed: coords.speed,
    heading: coords.heading,
  };
}

/**
 * @param onPlace   told `{lon, lat}` whenever the phone knows better where it is
 * @param onTrouble told `denied`, `unavailable` or null
 */
export function createOwnPosition({ onPlace, onTrouble }) {
  let kept = [];
  let watch = null;
  let unit = null;

  function take(position) {
    onTrouble(null);
    onPlace({ lon: position.coords.longitude, lat: position.coords.latitude });
    kept = [...kept, reportOf(position)].slice(-MOST_KEPT);
  }

  async function token() {
    const known = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (known?.unit === unit) {
      return known.token;
    }
    const { device_token: issued } = await command(`/api/units/${unit}/phone-key`, {}, { evenWhenOld: true });
    rememberToken(unit, issued);
    return issued;
  }

  /** A phone that lies still tells nothing by itself: ask it, so that the position does not grow old. */
  async function report() {
    if (watch !== null && !kept.length) {
      navigator.geolocation.getCurrentPosition(take, () => {}, ASKING);
    }
    const sending = kept.slice(0, MOST_SENT);
    if (!unit || !sending.length) {
      return;
    }
    try {
      const headers = { Authorization: `Device ${await token()}` };
      await command("/positions/batch", { positions: sending }, { headers, evenWhenOld: true });
      kept = kept.slice(sending.length);
    } catch (problem) {
      if (problem.status === 401 || problem.status === 403) {
        localStorage.removeItem(KEY);
      }
    }
  }

  setInterval(report, REPORT_MS);

  return {
    /** Report for this unit; null ends it. Nothing is kept outside a shift. */
    follow(unitId) {
      unit = unitId;
      if (!unit) {
        kept = [];
      }
      if (unit && watch === null && navigator.geolocation) {
        const trouble = ({ code }) => onTrouble(code === 1 ? "denied" : "unavailable");
        watch = navigator.geolocation.watchPosition(take, trouble, WATCHING);
      } else if (!unit && watch !== null) {
        navigator.geolocation.clearWatch(watch);
        watch = null;
      }
    },
  };
}

/** The key that the server gave at sign-on. */
export function rememberToken(unit, token) {
  localStorage.setItem(KEY, JSON.stringify({ unit, token }));
}
