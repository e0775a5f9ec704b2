/** What a crew on the scene tells in one tap: the first report, that it is under control, a picture, a direct report. */

import { byId, setHidden, setText } from "../lib/dom.js";
import { gettext } from "../lib/words.js";
import { sendChosen } from "./attachments.js";
import { reportDirectly, reportedText } from "./direct_report.js";
import { createNotice } from "./notice.js";
import { SITUATIONS } from "./situation.js";

/** `onReport(code)` is told which report was tapped. */
export function createOnScene({ wall, onReport }) {
  const root = byId("on-scene");
  const input = root.querySelector("input");
  const say = createNotice(root.querySelector("[data-messages]"));
  const buttons = SITUATIONS.map(({ code }) => root.querySelector(`[value=${code}]`));
  const direct = root.querySelector("[data-direct-report]");
  let incident = null;

  buttons.forEach((button) => button.addEventListener("click", () => onReport(button.value)));

  direct.addEventListener("click", async () => {
    say();
    direct.disabled = true;
    try {
      const { reported_to: count } = await reportDirectly(incident);
      setText(direct, reportedText(count));
    } catch (problem) {
      say("error", problem.message);
      direct.disabled = false;
    }
  });

  sendChosen(input, {
    incident: () => incident,
    say,
    onWay: gettext("The picture is on its way …"),
    onSent: () => say("done", gettext("The picture has arrived.")),
  });

  return {
    /** `queued`: the reports that wait for the network. */
    render(call, { shown, queued }) {
      if (incident !== (call?.incident ?? null)) {
        incident = call?.incident ?? null;
        say();
        direct.disabled = false;
        setText(direct, reportedText(0));
      }
      setHidden(root, !shown);
      if (call?.reported_to) {
        direct.disabled = true;
        setText(direct, reportedText(call.reported_to));
      }
      SITUATIONS.forEach(({ code, time }, at) => {
        const told = call?.[time];
        const waits = queued.has(code);
        buttons[at].disabled = Boolean(told) || waits;
        buttons[at].toggleAttribute("data-done", Boolean(told));
        setText(buttons[at].querySelector("small"), told ? wall.time(told) : waits ? gettext("not sent yet") : "");
      });
    },
  };
}
