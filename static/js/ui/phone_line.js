/** What the crew must know of its own phone: when it last told its position, why it does not, and its battery. */

import { setHidden, setText } from "../lib/dom.js";
import { age } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { createNotice } from "./notice.js";

function troubleText({ trouble, ms }) {
  return {
    insecure: gettext("Without HTTPS this page may not see your position. Tell it by radio, and have the phone set up."),
    absent: gettext("This browser cannot tell your position. Tell it by radio."),
    denied: gettext("This page may not see your position. Allow it in the browser's settings, or tell your position by radio."),
    unavailable: gettext("Your position is not known now. The last one counts."),
    paused: interpolate(gettext("Position paused: nothing was told for %(time)s, while this page was in the background."), { time: age(ms / 1000) }),
  }[trouble];
}

/**
 * @param line   the line beneath the header
 * @param notice where trouble is told
 */
export function createPhoneLine({ line, notice }) {
  const part = (name) => line.querySelector(`[data-part=${name}]`);
  const say = createNotice(notice);
  let shown = null;
  let battery = null;

  function showBattery() {
    const percent = battery ? Math.round(battery.level * 100) : 0;
    setText(part("battery"), battery ? interpolate(gettext("Battery %(percent)s %"), { percent }) : "");
    part("battery").toggleAttribute("data-low", Boolean(battery) && percent < 20 && !battery.charging);
  }

  navigator.getBattery?.().then((known) => {
    battery = known;
    ["levelchange", "chargingchange"].forEach((kind) => known.addEventListener(kind, showBattery));
    showBattery();
  });

  return {
    /** `standing`: see `own_position.js`. */
    render(standing, onUnit) {
      const text = troubleText(standing) ?? "";
      if (text !== shown) {
        shown = text;
        say("warning", text);
      }
      setHidden(line, !onUnit);
      const told = standing.toldAt && interpolate(gettext("Position told %(time)s ago"), { time: age((Date.now() - standing.toldAt) / 1000) });
      setText(part("told"), told || gettext("Position not told yet"));
    },
  };
}
