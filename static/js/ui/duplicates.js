/** Calls that may be about the same event: offered, never merged. */

import { el, fillWhenChanged, setHidden } from "../lib/dom.js";
import { distance } from "../lib/geo.js";
import { command, get } from "../lib/http.js";
import { age, secondsSince } from "../lib/time.js";
import { gettext, interpolate, ngettext } from "../lib/words.js";
import { createNotice } from "./notice.js";
import { countOfUnits } from "./wording.js";

function factsOf(offer, now) {
  const callers = interpolate(ngettext("%(count)s caller", "%(count)s callers", offer.callers), { count: offer.callers });
  const ago = interpolate(gettext("%(age)s ago"), { age: age(secondsSince(offer.received_at, now)) });
  return [offer.number, distance(offer.metres), ago, countOfUnits(offer.units), callers].join(" · ");
}

/** One offer: what it is, and a button that says `words` and calls `onChoose(offer)`. */
export function offerNode(offer, { now, words, onChoose }) {
  const choose = async ({ currentTarget: button }) => {
    button.disabled = true;
    await onChoose(offer);
    button.disabled = false;
  };
  return el(
    "li",
    { class: "same" },
    el("strong", {}, `${offer.priority} · ${offer.type_name}`),
    el("span", { class: "same-place", dir: "auto" }, offer.place || gettext("Place on the map")),
    el("span", { class: "hint tabular" }, factsOf(offer, now)),
    onChoose && el("button", { class: "button", type: "button", onclick: choose }, words),
  );
}

/** Which of both goes on: the one that units were sent to, else the one that came first. */
export function goesOn(incident, offer) {
  const sent = Object.keys(incident.assignments ?? {}).length;
  if (Boolean(sent) !== Boolean(offer.units)) {
    return sent ? incident.id : offer.id;
  }
  return Date.parse(incident.received_at) < Date.parse(offer.received_at) ? incident.id : offer.id;
}

/** A section of the card, see `card_parts.js`: links the open call to another, or the other to it. */
export function createDuplicates({ part, mayDispatch, onChanged }) {
  const root = part("same");
  const list = root.querySelector("[data-list]");
  const say = createNotice(root.querySelector("[data-messages]"));
  let id = null;
  let offers = [];

  async function ask() {
    const asked = id;
    try {
      const found = await get(`/api/incidents/${asked}/duplicates`);
      offers = asked === id ? found : offers;
    } catch (problem) {
      say("warning", problem.message);
    }
  }

  async function link(from, to) {
    say();
    try {
      await command(`/api/incidents/${from}/link`, { to });
      onChanged();
      await ask();
    } catch (problem) {
      say("error", problem.message);
    }
  }

  return {
    open(incident) {
      id = incident.id;
      offers = [];
      say();
      ask();
    },
    render(_state, { incident, live, now }) {
      const node = (offer) => {
        const kept = goesOn(incident, offer);
        const words = kept === id ? gettext("Close that one as a duplicate") : gettext("Close this one as a duplicate");
        const onChoose = () => link(kept === id ? offer.id : id, kept);
        return offerNode(offer, { now, words, onChoose: mayDispatch ? onChoose : null });
      };
      setHidden(root, !live || !offers.length);
      const sent = Object.keys(incident.assignments ?? {}).length > 0;
      fillWhenChanged(list, JSON.stringify([id, sent, offers]), () => offers.map(node));
    },
  };
}
