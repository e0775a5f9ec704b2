/** The crew's call for help: held for a second, five seconds to take it back, then told before everything else. */

import { setHidden, setText } from "../lib/dom.js";
import { onHold } from "../lib/hold.js";
import { gettext, interpolate } from "../lib/words.js";

const HOLD_MS = 1000;
const TAKE_BACK_S = 5;
const STILL_MEANT_MS = 3600000;
const PATTERN = [200, 100, 200];

/**
 * @param root    the section: the button, what counts down, and what became of it
 * @param pressed `{getItem, setItem, removeItem}`: a page that dies while it counts calls for help when it lives again
 * @param name    under which that is kept
 * @param wall    wall-clock texts
 * @param onCall  told the moment in ms at which help was called
 */
export function createHelp({ root, pressed, name, wall, onCall }) {
  const part = (which) => root.querySelector(`[data-part=${which}]`);
  const count = part("count");
  let counting = null;
  let pressedAt = null;

  function stop() {
    clearInterval(counting);
    counting = null;
    pressed.removeItem(name);
    setHidden(count, true);
  }

  function call(at) {
    stop();
    onCall(at);
  }

  /** A full device keeps nothing; that must not stand in the way. */
  function keep(at) {
    try {
      pressed.setItem(name, String(at));
    } catch {
      pressed.removeItem(name);
    }
  }

  function press() {
    const at = Date.now();
    pressedAt = at;
    keep(at);
    navigator.vibrate?.(PATTERN);
    let left = TAKE_BACK_S;
    const show = () => setText(part("left"), String(left));
    show();
    setText(part("hint"), "");
    setHidden(count, false);
    part("cancel").focus();
    counting = setInterval(() => {
      left -= 1;
      show();
      navigator.vibrate?.(80);
      if (left <= 0) {
        call(at);
      }
    }, 1000);
  }

  onHold(part("button"), HOLD_MS, {
    onHeld: press,
    onShort: () => setText(part("hint"), gettext("Hold for one second.")),
  });
  part("cancel").addEventListener("click", () => {
    stop();
    part("button").focus();
  });
  part("now").addEventListener("click", () => call(pressedAt));
  function textOf(alarm, unsent) {
    if (unsent) {
      return gettext("Help is called, but not sent yet. Use the radio too.");
    }
    const time = wall.time(alarm.raised_at);
    return alarm.owner
      ? interpolate(gettext("%(name)s has your call for help of %(time)s."), { name: alarm.owner, time })
      : interpolate(gettext("The control room hears your call for help of %(time)s."), { time });
  }

  return {
    /** A page that died while it counted calls now, if that was within the hour. */
    resume() {
      const at = Number(pressed.getItem(name));
      if (Date.now() - at < STILL_MEANT_MS) {
        call(at);
      } else {
        stop();
      }
    },
    /** `alarm`: the open one of the own unit; `unsent`: whether one waits for the network. */
    render(onUnit, { alarm, unsent }) {
      const called = Boolean(alarm) || unsent;
      setHidden(root, !onUnit && !called);
      setHidden(part("button"), called);
      setHidden(part("state"), !called);
      setText(part("told"), called ? textOf(alarm, unsent) : "");
    },
  };
}
