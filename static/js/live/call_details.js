/** What only the open call needs: its notes, its timeline and who should go to it, kept fresh while it is open. */

import { get } from "../lib/http.js";

const AGAIN_MS = 10000;

/**
 * `onDetails(incident)`, `onRanking(picture)`, `onProblem(problem)` are told about the call that is open when the
 * answer comes; answers for one that was closed meanwhile are dropped.
 */
export function createCallDetails({ onDetails, onRanking, onProblem }) {
  let id = null;
  let signature = "";

  async function fetchPart(path, tell) {
    const asked = id;
    try {
      const answer = await get(path);
      if (asked === id) {
        tell(answer);
      }
    } catch (problem) {
      if (asked === id) {
        onProblem(problem);
      }
    }
  }

  function refreshRanking() {
    return fetchPart(`/api/incidents/${id}/recommendations`, onRanking);
  }

  function refresh() {
    if (id) {
      fetchPart(`/api/incidents/${id}`, onDetails);
      refreshRanking();
    }
  }

  setInterval(() => id && !document.hidden && refreshRanking(), AGAIN_MS);

  return {
    refresh,
    open(incidentId) {
      id = incidentId;
      signature = "";
      refresh();
    },
    close() {
      id = null;
    },
    /** The live picture of the open call changed: its details have, too. A call that is over is in no picture. */
    watch(incident) {
      const now = JSON.stringify([incident?.assignments, incident?.changed]);
      if (signature && signature !== now) {
        refresh();
      }
      signature = now;
    },
  };
}
