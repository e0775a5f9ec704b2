/** Words for what just came to the console, and the tones of a new call. Alarms sound by a rhythm of their own. */

import { setText } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/words.js";
import { ringing } from "./alarms.js";
import { play } from "./sound.js";

/** `hear(state, entry)`, for every fact; `announce` is read aloud to who cannot see. Calls from paper are no news. */
export function createHeard({ announce, now }) {
  return function hear(state, { kind, data }) {
    if (kind === "incident.opened" && !data.on_paper) {
      setText(announce, interpolate(gettext("New call, priority %(level)s"), { level: data.priority }));
      if (data.priority === 1) {
        play("urgent");
      }
    }
    if (kind === "alarm.raised" && ringing(state, now()).length) {
      setText(announce, gettext("New alarm"));
    }
  };
}
