/** What the command line of the console does: the doors of the API, and the panes of the page. */

import { command, get, Problem } from "../lib/http.js";
import { gettext, interpolate } from "../lib/words.js";

/** `{mayDispatch, newCall, openCall, openUnit, find, onChanged}`: what the page does with a place, a call, a unit, words. */
export function consoleCommands({ mayDispatch, newCall, openCall, openUnit, find, onChanged }) {
  async function send({ call, units }) {
    try {
      await command(`/api/incidents/${call}/assign`, { units });
    } catch (problem) {
      openCall(call); // the card says who is next, and takes the reason for a short crew
      throw problem;
    }
    onChanged();
  }

  /** Nobody knows whether the first was sent when no answer came: the line then names it, so that none is sent beside it. */
  async function sendFirst({ call, number }) {
    const { candidates } = await get(`/api/incidents/${call}/recommendations`);
    if (!candidates.length) {
      openCall(call);
      throw new Problem(gettext("No unit can be sent now. The call's card says who is done first."));
    }
    const [{ unit, call_sign: sign }] = candidates;
    try {
      await send({ call, units: [unit] });
    } catch (problem) {
      problem.again = `D ${number} ${sign}`;
      throw problem;
    }
    return interpolate(gettext("%(unit)s was sent."), { unit: sign });
  }

  async function tell(path, body) {
    await command(path, body);
    onChanged();
  }

  return {
    new({ place }) {
      if (!mayDispatch) {
        throw new Problem(gettext("You may not do this."));
      }
      return newCall(place);
    },
    send,
    send_first: sendFirst,
    step: ({ path, body }) => tell(path, body),
    hold: ({ call, body }) => tell(`/api/incidents/${call}/hold`, body),
    level: ({ call, body }) => tell(`/api/incidents/${call}/level`, body),
    unit: ({ unit }) => openUnit(unit),
    call: ({ call }) => openCall(call),
    find: ({ words }) => find(words),
  };
}
