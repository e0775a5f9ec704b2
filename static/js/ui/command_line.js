/** The line under the panes: says what Enter would do, then does it. Arrows go through what was done, Tab completes. */

import { continued, read } from "../lib/command_line.js";
import { isComposing } from "../lib/composition.js";
import { setText } from "../lib/dom.js";
import { gettext } from "../lib/words.js";

const MOST_KEPT = 50;
const BUSY = () => gettext("One moment …");

/**
 * @param form   the form of the page: one field, an output, a list of how the last word may go on
 * @param world  `() => {calls, units, open, outcomes, levels}`, as `lib/command_line.js` reads it
 * @param acts   for each kind of command what does it; may be asynchronous, and gives what to say instead, if anything.
 *               A problem may bring the line that is safe to send `again`
 * @returns `{focus}`: put the cursor there, behind what stands in it
 */
export function createCommandLine({ form, world, acts }) {
  const line = form.elements.line;
  const said = form.querySelector("output");
  const more = form.querySelector("[data-more]");
  const done = [];
  let place = 0; // in what was done; at its end: a line of now
  let busy = false;

  function say(tone, text) {
    said.dataset.tone = tone;
    said.title = text;
    setText(said, text);
  }

  function follow() {
    const { say: words, act } = read(line.value, world());
    say(act ? "ready" : "", words);
    setText(more, continued(line.value, world()).map((text) => text.split(/\s+/u).at(-1)).join("  "));
  }

  function put(text) {
    line.value = text;
    line.setSelectionRange(text.length, text.length);
    follow();
  }

  function recall(steps) {
    place = Math.min(Math.max(place + steps, 0), done.length);
    put(done[place] ?? "");
  }

  function complete() {
    const [next] = continued(line.value, world());
    if (next) {
      put(next);
    }
    return Boolean(next);
  }

  function keep(text) {
    done.push(text);
    done.splice(0, done.length - MOST_KEPT);
    place = done.length;
  }

  /** Do what is shown. What was typed meanwhile stays, and is shown again before it is done. */
  async function enter() {
    const text = line.value;
    const { say: words, act } = read(text, world());
    if (!act) {
      return say("refused", words || gettext("Type a command, such as D 12 A1."));
    }
    if (busy || words !== said.textContent) {
      return busy ? say("", BUSY()) : follow(); // never what is not shown
    }
    busy = true;
    say("", BUSY());
    try {
      const instead = await acts[act.kind](act);
      keep(text);
      if (line.value === text) {
        put("");
      }
      say("done", instead || words);
    } catch (problem) {
      keep(problem.again ?? text);
      if (line.value === text) {
        put(problem.again ?? text);
      }
      say("refused", problem.message);
    } finally {
      busy = false;
    }
  }

  const KEYS = { ArrowUp: () => recall(-1), ArrowDown: () => recall(1), Enter: () => void enter(), Tab: complete };

  form.addEventListener("submit", (event) => event.preventDefault());
  line.addEventListener("input", follow);
  line.addEventListener("keydown", (event) => {
    const isPlain = !isComposing(event) && !event.shiftKey;
    if (isPlain && KEYS[event.key] && KEYS[event.key]() !== false) {
      event.preventDefault();
    }
  });

  return {
    focus() {
      line.focus();
      put(line.value);
    },
  };
}
