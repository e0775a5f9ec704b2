/** Times as they stand on paper: a day, and hours and minutes that follow one another, past midnight too. */

const MINUTES_A_DAY = 24 * 60;

function minutesOf(time) {
  const [hours, minutes] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

function dayAfter(day, days) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** A time as people type it, `23:50`, `2350` or `9.05`, in the form `23:50`; null where it is none. */
export function readTime(text) {
  const [, hours, minutes] = /^(\d{1,2})[:：.]?(\d{2})$/.exec(text.trim()) ?? [];
  return hours === undefined || hours > 23 || minutes > 59 ? null : `${hours.padStart(2, "0")}:${minutes}`;
}

/** Longest step between two times; what would take longer is a slip of the pen, and is left for the server to refuse. */
const LONGEST_STEP = 12 * 60;

/**
 * The moments, in the time of the place: `["2026-03-04T23:50", "2026-03-05T00:10"]`.
 *
 * @param day    `2026-03-04`, of the first time
 * @param times  `23:50`, or empty where nothing was written down; such stay null
 */
export function momentsOf(day, times) {
  let last = null;
  let days = 0;
  return times.map((time) => {
    if (!time) {
      return null;
    }
    const minutes = minutesOf(time);
    if (last !== null && minutes < last && minutes + MINUTES_A_DAY - last <= LONGEST_STEP) {
      days += 1;
    }
    last = minutes;
    return `${dayAfter(day, days)}T${time}`;
  });
}
