/** What is known of the open call: its zone and the dangers near, its level, and who signs for it. */

import { el, fillWhenChanged, icon, setHidden, setText } from "../lib/dom.js";
import { distance } from "../lib/geo.js";
import { className, ringName } from "../lib/ground.js";
import { command, get } from "../lib/http.js";
import { gettext, interpolate } from "../lib/words.js";
import { createNotice } from "./notice.js";

const OWN_SEAT = "seat";

let seat = null;

/** The seat where this console stands, as chosen last; null where none was, or before the seats are known. */
export function ownSeat() {
  return seat;
}

/** The zone by name, class and ring; its code stands in the head of the card. */
function zoneText({ zone_name: name, zone_class: zoneClass, ring }) {
  return [name, className(zoneClass), ringName(ring)].filter(Boolean).join(" · ");
}

function cautionNode({ text, metres }) {
  return el("li", { class: "message message-warning" }, icon("alert-triangle"), el("span", { dir: "auto" }, text), el("span", { class: "soft" }, distance(metres)));
}

function signedText({ signed_by: by, seat }) {
  if (!by) {
    return [seat, gettext("nobody has signed")].filter(Boolean).join(" · ");
  }
  return [seat, interpolate(gettext("signed by %(name)s"), { name: by })].filter(Boolean).join(" · ");
}

/** The seats to choose from, asked for once. One that is kept from another bureau is no seat here. */
function createSeats(select) {
  let asked = false;
  async function load() {
    const seats = await get("/api/seats");
    const kept = Number(localStorage.getItem(OWN_SEAT));
    seat = seats.find(({ id }) => id === kept)?.id ?? null;
    select.replaceChildren(el("option", { value: "" }, gettext("No seat")), ...seats.map(({ id, name }) => el("option", { value: id }, name)));
    select.value = seat ? String(seat) : "";
  }
  select.addEventListener("change", () => {
    seat = Number(select.value) || null;
    localStorage.setItem(OWN_SEAT, select.value);
  });
  return {
    any: () => select.options.length > 1,
    ask() {
      if (!asked) {
        asked = true;
        load().catch(() => (asked = false));
      }
    },
  };
}

/** A section of the card, see `card_parts.js`. */
export function createAbout({ part, mayDispatch, onChanged }) {
  const root = part("about");
  const charge = part("charge");
  const find = (name) => root.querySelector(`[data-${name}]`) ?? charge.querySelector(`[data-${name}]`);
  const level = find("level");
  const say = createNotice(find("messages"));
  const seats = createSeats(find("seat"));
  let id = null;
  seats.ask();

  async function tell(path, body) {
    say();
    try {
      await command(`/api/incidents/${id}/${path}`, body);
      onChanged();
    } catch (problem) {
      say("error", problem.message);
    }
  }

  level.addEventListener("change", () => tell("level", { level: level.value }));
  find("sign").addEventListener("click", () => tell("sign", { seat }));

  return {
    open(incident) {
      id = incident.id;
      say();
      seats.ask();
    },
    render(_state, { incident, details, live }) {
      const about = details?.surroundings ?? {};
      const cautions = about.cautions ?? [];
      setText(find("zone"), zoneText(about));
      setHidden(find("zone"), !zoneText(about));
      setHidden(root, !cautions.length && !zoneText(about));
      setHidden(find("cautions"), !cautions.length);
      fillWhenChanged(find("cautions"), JSON.stringify(cautions), () => cautions.map(cautionNode));
      setText(find("signed"), signedText(incident));
      setHidden(find("signed"), !live && !incident.signed_by);
      setHidden(find("sign"), !mayDispatch || !live);
      setHidden(find("seat"), !mayDispatch || !live || !seats.any());
      level.disabled = !mayDispatch;
      if (document.activeElement !== level) {
        level.value = incident.level ?? "";
      }
    },
  };
}
