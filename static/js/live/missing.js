/** Fetches the calls that facts speak of but that the picture does not hold. */

import { get } from "../lib/http.js";

/** `watch(state)` after every change; each missing call is fetched once at a time, again if it changed meanwhile. */
export function createMissing(take) {
  const underway = new Set();

  async function fetchIncident(id, version) {
    underway.add(id);
    try {
      take({ kind: "incident", incident: await get(`/api/incidents/${id}`), version });
    } catch (problem) {
      if (problem.status === 404 || problem.status === 403) {
        take({ kind: "gone", id });
      }
    } finally {
      underway.delete(id);
    }
  }

  return {
    watch(state) {
      for (const [id, version] of Object.entries(state.missing)) {
        if (!underway.has(id)) {
          fetchIncident(id, version);
        }
      }
    },
  };
}
