/** Durations, ages and the clock of the server. */

import { gettext, interpolate } from "./words.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `3:07`, `1:02:45`: a running timer. */
export function timer(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  return hours ? `${hours}:${pad(minutes)}:${pad(whole % MINUTE)}` : `${minutes}:${pad(whole % MINUTE)}`;
}

/** `12 s`, `3 min`, `2 h`, `4 d`: how old something is, in the largest unit that fits. */
export function age(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 2 * MINUTE) {
    return interpolate(gettext("%(count)s s"), { count: whole });
  }
  if (whole < 2 * HOUR) {
    return interpolate(gettext("%(count)s min"), { count: Math.floor(whole / MINUTE) });
  }
  return whole < 2 * DAY
    ? interpolate(gettext("%(count)s h"), { count: Math.floor(whole / HOUR) })
    : interpolate(gettext("%(count)s d"), { count: Math.floor(whole / DAY) });
}

/** Seconds from a moment in ISO form to `nowMs`; null stays null. */
export function secondsSince(iso, nowMs) {
  return iso ? (nowMs - Date.parse(iso)) / 1000 : null;
}

/**
 * The server's time, whatever the device's clock says. `observe(iso)` on every message that carries the server's
 * moment; `now()` in milliseconds.
 */
export function createClock(deviceNow = () => Date.now()) {
  let offset = 0;
  return {
    now: () => deviceNow() + offset,
    observe(iso) {
      const moment = Date.parse(iso);
      if (!Number.isNaN(moment)) {
        offset = moment - deviceNow();
      }
    },
  };
}

/** Wall-clock texts in the zone of the site: `14:05:09` and `Tue 4 March`. */
export function createWallClock(timeZone, language) {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone });
  const date = new Intl.DateTimeFormat(language, { timeZone, weekday: "short", day: "numeric", month: "long" });
  return {
    time: (moment) => time.format(new Date(moment)),
    date: (moment) => date.format(new Date(moment)),
    /** `2026-03-04`: for what is long ago. */
    day: (moment) => day.format(new Date(moment)),
    /** The moment nearest to `iso` at which the wall says `text` (`14:05` or `14:05:09`), in ISO form. */
    onDayOf(iso, text) {
      const seconds = (wall) => wall.split(":").reduce((sum, part, at) => sum + Number(part) * [HOUR, MINUTE, 1][at], 0);
      const away = seconds(text) - seconds(time.format(new Date(iso)));
      const nearest = away - DAY * Math.round(away / DAY);
      return new Date(Date.parse(iso) + nearest * 1000).toISOString();
    },
  };
}
