/** The ways of units to their calls, asked for while somebody looks and there are any. */

import { get } from "../lib/http.js";
import { wantedWays } from "../lib/ways.js";

const EVERY_MS = 10000;

/** A pane: `render(state, view)` on every change. `onWays` is told the ways that there are now. */
export function followWays({ onWays }) {
  let units = null;
  let view = {};
  let picture = { units: {} };
  let wanted = "";
  let fixes = null;
  let askedFixes = null;
  let asking = null;

  async function ask() {
    asking?.abort();
    const own = (asking = new AbortController());
    askedFixes = fixes;
    if (!wanted) {
      onWays([]);
      return;
    }
    try {
      const { ways } = await get(`/api/ways?${wanted}`, { signal: own.signal });
      if (!own.signal.aborted) {
        onWays(ways);
      }
    } catch {
      // What is drawn stays; asked again in ten seconds.
      askedFixes = own.signal.aborted ? askedFixes : null;
    }
  }

  /** Again, if anybody moved since. */
  function again() {
    if (wanted && !document.hidden && fixes !== askedFixes) {
      ask();
    }
  }

  setInterval(again, EVERY_MS);
  document.addEventListener("visibilitychange", again);

  return {
    render(state, { openId, unitId }) {
      fixes = state.fixes;
      if (state.picture.units === units && view.openId === openId && view.unitId === unitId) {
        return;
      }
      ({ picture } = state);
      units = picture.units;
      view = { openId, unitId };
      const next = wantedWays(picture, view).map((id) => `unit=${id}`).join("&");
      if (next !== wanted) {
        wanted = next;
        ask();
      }
    },
  };
}
