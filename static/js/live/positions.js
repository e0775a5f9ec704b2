/** Where units are, asked for while somebody looks. */

import { get } from "../lib/http.js";

const EVERY_MS = 2000;

/** Polls every two seconds while the page is visible; a failed round is skipped. */
export function followPositions(take) {
  let underway = false;

  async function round() {
    if (underway || document.hidden) {
      return;
    }
    underway = true;
    try {
      take({ kind: "positions", ...(await get("/api/positions")) });
    } catch {
      // The connection light tells; the age of every fix grows meanwhile.
    } finally {
      underway = false;
    }
  }

  round();
  setInterval(round, EVERY_MS);
  document.addEventListener("visibilitychange", round);
}
