/** The place of the open call: corrected, where it was thought to be before, and who must acknowledge the new one. */

import { el, fillWhenChanged, setHidden } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { gettext, interpolate } from "../lib/words.js";
import { createNotice, messageNode } from "./notice.js";
import { createSpot } from "./spot.js";

function words({ place, lon, lat }) {
  return [place, `${lon.toFixed(5)}, ${lat.toFixed(5)}`].filter(Boolean).join(" · ");
}

function formerNode({ until, corrected_by: who, ...place }, wall) {
  const values = { place: words(place), time: wall.time(until), who };
  return el("li", { dir: "auto" }, interpolate(gettext("Until %(time)s: %(place)s (corrected by %(who)s)"), values));
}

function toldNode({ call_sign: unit, acknowledged_at: at }, wall) {
  return at
    ? messageNode("done", interpolate(gettext("%(unit)s knows the new place since %(time)s"), { unit, time: wall.time(at) }))
    : messageNode("warning", interpolate(gettext("%(unit)s has not acknowledged the new place"), { unit }));
}

/** A section of the card, see `card_parts.js`. */
export function createPlace({ part, wall, mayDispatch, onChanged, picker, near }) {
  const root = part("place-section");
  const form = root.querySelector("form");
  const details = root.querySelector("details");
  const say = createNotice(root.querySelector("[data-messages]"));
  const both = root.querySelector("[data-both]");
  const spot = createSpot({ form, picker, near });
  let incident = null;
  let version = null;

  function showBoth({ yours, theirs, version: newest }) {
    const choose = (text, act) => el("button", { class: "button", type: "button", onclick: act }, text);
    both.replaceChildren(
      el("p", { dir: "auto" }, el("strong", {}, interpolate(gettext("%(who)s wrote: "), { who: theirs.by })), words(theirs)),
      el("p", { dir: "auto" }, el("strong", {}, gettext("You wrote: ")), words(yours)),
      el("div", { class: "row" }, choose(gettext("Keep theirs"), done), choose(gettext("Use mine"), () => send({ ...yours, version: newest }))),
    );
    setHidden(both, false);
  }

  function done() {
    say();
    setHidden(both, true);
    details.open = false;
    onChanged();
  }

  async function send(body) {
    say();
    try {
      const { told, warnings } = await command(`/api/incidents/${incident.id}/place`, body);
      done();
      say("warning", ...warnings.map(({ message }) => message));
      incident = { ...incident, told };
    } catch (problem) {
      say("error", problem.message);
      if (problem.code === "version_conflict") {
        showBoth(problem.facts);
      }
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const place = spot.read();
    return place ? send({ ...place, version }) : say("error", spot.missing());
  });
  details.addEventListener("toggle", () => {
    if (details.open && incident) {
      version = incident.version ?? null;
      spot.show(incident);
      form.elements.place.focus();
    } else {
      spot.stop();
      setHidden(both, true);
    }
  });

  return {
    close: spot.stop,
    open(next) {
      incident = next;
      details.open = false;
      say();
      setHidden(both, true);
    },
    render(_state, { incident: shown, details: known, live }) {
      incident = shown;
      const former = known?.former_places ?? [];
      const told = known?.told_of_place ?? [];
      setHidden(details, !mayDispatch || !live);
      setHidden(root, (!mayDispatch || !live) && !former.length);
      setHidden(root.querySelector("[data-former]"), !former.length);
      fillWhenChanged(root.querySelector("[data-former]"), JSON.stringify([shown.id, former]), () => former.map((one) => formerNode(one, wall)));
      setHidden(part("told-place"), !told.length);
      fillWhenChanged(part("told-place"), JSON.stringify([shown.id, told]), () => told.map((one) => toldNode(one, wall)));
    },
  };
}
