/** Who called about the open call, each with a number to call back. A section of the card, see `card_parts.js`. */

import { el, fillWhenChanged, setHidden, setText } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { gettext, interpolate, listed } from "../lib/words.js";
import { createNotice } from "./notice.js";

function numberNode({ phone, erased }) {
  if (erased) {
    return el("span", { class: "soft" }, gettext("number removed"));
  }
  return phone ? el("a", { href: `tel:${phone.replace(/[^\d+#*]/g, "")}`, class: "tabular" }, phone) : el("span", { class: "soft" }, gettext("number withheld"));
}

function callerNode(caller, { wall, own }) {
  const from = caller.number === own ? "" : caller.number;
  return el("li", {}, numberNode(caller), el("span", { class: "soft tabular" }, [wall.time(caller.said_at), caller.taken_by, from].filter(Boolean).join(" · ")));
}

function receivedText(incident, wall) {
  const time = { time: wall.time(incident.received_at) };
  if (incident.source === "patrol") {
    return interpolate(gettext("Found on patrol %(time)s"), time);
  }
  return incident.received_measured
    ? interpolate(gettext("Received %(time)s, told by the phone system"), time)
    : interpolate(gettext("Time of receipt not measured; taken %(time)s"), time);
}

function linkedText(linked) {
  return interpolate(gettext("Linked to it: %(numbers)s"), { numbers: listed(linked.map(({ number }) => number)) });
}

export function createCallers({ part, wall, mayDispatch, onChanged }) {
  const root = part("callers");
  const find = (name) => root.querySelector(`[data-${name}]`);
  const form = root.querySelector("form");
  const { phone, said } = form.elements;
  const say = createNotice(find("messages"));
  let id = null;
  let busy = false;

  async function add(event) {
    event.preventDefault();
    if (busy) {
      return;
    }
    busy = true;
    say();
    try {
      const { warnings } = await command(`/api/incidents/${id}/callers`, { phone: phone.value.trim(), said: said.value.trim() });
      form.reset();
      say("warning", ...warnings.map(({ message }) => message));
      onChanged();
    } catch (problem) {
      say("error", problem.message);
    } finally {
      busy = false;
    }
  }

  form.addEventListener("submit", add);

  return {
    open(incident) {
      id = incident.id;
      form.reset();
      say();
    },
    render(_state, { incident, details }) {
      const callers = details?.callers ?? [];
      const linked = details?.linked ?? [];
      setText(find("received"), receivedText(incident, wall));
      setText(find("count"), callers.length ? String(callers.length) : "");
      fillWhenChanged(find("list"), JSON.stringify([incident.id, callers]), () =>
        callers.map((caller) => callerNode(caller, { wall, own: incident.number })),
      );
      setHidden(find("linked"), !linked.length);
      setText(find("linked"), linked.length ? linkedText(linked) : "");
      setHidden(form, !mayDispatch);
    },
  };
}
