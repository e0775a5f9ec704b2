/** The phone's own position: for the distance to the order, and reported for the unit while it is signed on. */

import { command } from "../lib/http.js";
import { isMoving, reportEvery, speedAt } from "../lib/pacing.js";

const LOOK_MS = 1000;
const PAUSED_AFTER_MS = 90000;
const SHOW_PAUSED_MS = 60000;
const MOST_KEPT = 2000;
const MOST_SENT = 100;
const ASKING = { enableHighAccuracy: true, maximumAge: 0, timeout: 8000 };
const KEY = "device-token";
const DENIED = 1;

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

/** What keeps this page from ever telling a position: `insecure`, `absent` or null. */
function obstacle() {
  return globalThis.isSecureContext === false ? "insecure" : navigator.geolocation ? null : "absent";
}

/** @param onPlace told `({lon, lat}, speed)` whenever the phone knows better where it is; m/s, null where unknown */
export function createOwnPosition({ onPlace }) {
  let kept = [];
  let watch = null;
  let precise = false;
  let unit = null;
  let onOrder = false;
  let newest = null;
  let moving = false;
  let error = null;
  let lookedAt = 0;
  let fixedAt = 0;
  let toldAt = null;
  let paused = { ms: 0, shownUntil: 0 };
  let sending = false;

  function take(position) {
    const speed = speedAt(position, newest);
    moving = speed === null ? moving : isMoving(speed);
    newest = position;
    error = null;
    fixedAt = Date.now();
    onPlace({ lon: position.coords.longitude, lat: position.coords.latitude }, speed);
  }

  function fail({ code }) {
    error = code === DENIED ? "denied" : "unavailable";
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

  async function sendAll() {
    while (unit && kept.length) {
      const batch = kept.slice(0, MOST_SENT);
      const headers = { Authorization: `Device ${await token()}` };
      await command("/positions/batch", { positions: batch }, { headers, evenWhenOld: true });
      kept = kept.slice(batch.length);
      toldAt = Date.now();
    }
  }

  async function send() {
    if (sending) {
      return;
    }
    sending = true;
    try {
      await sendAll();
    } catch (problem) {
      if (problem.status === 401 || problem.status === 403) {
        localStorage.removeItem(KEY);
      }
    } finally {
      sending = false;
    }
  }

  function report() {
    const latest = newest && reportOf(newest);
    if (unit && latest && kept.at(-1)?.fixed_at !== latest.fixed_at) {
      kept = [...kept, latest].slice(-MOST_KEPT);
    }
    send();
  }

  /** A phone that lies still tells nothing by itself, and its watch looks coarsely: ask it. */
  function look() {
    const now = Date.now();
    const every = reportEvery({ onOrder, moving });
    if (watch === null || now - lookedAt < every) {
      return;
    }
    lookedAt = now;
    if (precise && now - fixedAt < every) {
      report();
      return;
    }
    const answered = (position) => {
      take(position);
      report();
    };
    navigator.geolocation.getCurrentPosition(answered, fail, ASKING);
  }

  function stop() {
    if (watch !== null) {
      navigator.geolocation.clearWatch(watch);
      watch = null;
    }
  }

  /** Satellites only where they are needed: on an order or on the move. */
  function start() {
    const wanted = onOrder || moving;
    if (watch !== null && precise === wanted) {
      return;
    }
    stop();
    precise = wanted;
    watch = navigator.geolocation.watchPosition(take, fail, { enableHighAccuracy: precise, maximumAge: 5000 });
  }

  /** A page in the background is not told where it is: say for how long, once it is seen again. */
  document.addEventListener("visibilitychange", () => {
    const ms = Date.now() - fixedAt;
    if (document.visibilityState === "visible" && unit && fixedAt && ms > PAUSED_AFTER_MS) {
      paused = { ms, shownUntil: Date.now() + SHOW_PAUSED_MS };
    }
  });
  setInterval(look, LOOK_MS);

  return {
    /** Report for this unit; null ends it. Nothing is kept outside a shift. */
    follow(unitId, { onOrder: ordered } = {}) {
      unit = unitId;
      onOrder = Boolean(ordered);
      if (!unit) {
        kept = [];
        fixedAt = 0;
      }
      if (unit && !obstacle()) {
        start();
      } else {
        stop();
      }
    },
    /** `{trouble, ms, toldAt}`: `insecure`, `absent`, `denied`, `unavailable`, `paused` (for `ms`) or null. */
    standing() {
      const pause = Date.now() < paused.shownUntil ? "paused" : null;
      return { trouble: unit ? (obstacle() ?? error ?? pause) : null, ms: paused.ms, toldAt };
    },
  };
}

/** The key that the server gave at sign-on. A full device asks for another one each time. */
export function rememberToken(unit, token) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ unit, token }));
  } catch {
    localStorage.removeItem(KEY);
  }
}
