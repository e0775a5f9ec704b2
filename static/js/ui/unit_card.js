/** One unit of the force: how it stands, since what position, and its state set by radio. */

import { el, fillWhenChanged, setHidden, setText } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { CANNOT_BE_SENT, CAN_BE_SENT, standingOf } from "../lib/standing.js";
import { age, secondsSince } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { createNotice } from "./notice.js";
import { createUnitPosition } from "./unit_position.js";
import { standingShape } from "./shape.js";
import { MINUTES, USUAL_MINUTES, returnOf, statusBody } from "./unit_return.js";
import { ageText, modeName } from "./wording.js";

const MINUTE_MS = 60000;
const CHOICES = [...CAN_BE_SENT, ...CANNOT_BE_SENT];

function minuteOptions() {
  const options = MINUTES.map((minutes) =>
    el("option", { value: minutes }, interpolate(gettext("in %(time)s"), { time: age(minutes * 60) })),
  );
  return [el("option", { value: "" }, gettext("not awaited")), ...options];
}

/** The choice of minutes nearest to what is usual. */
function usual(status) {
  const wanted = USUAL_MINUTES[status];
  return wanted ? String(MINUTES.find((minutes) => minutes >= wanted)) : "";
}

function factsOf(unit, fix, now) {
  const back = returnOf(unit, now);
  const position = interpolate(gettext("position %(age)s"), { age: ageText(secondsSince(fix?.fixed_at ?? null, now)) });
  return [back?.text, modeName(unit.mode), `${unit.sworn}+${unit.auxiliaries}`, position].filter(Boolean).join(" · ");
}

/** `open(id)`, `close()`, `render(state, {now})`. `nameOf` names a standing of a unit; `onFollow(id or null)`. */
export function createUnitCard({ root, nameOf, picker, near, onFollow }) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const say = createNotice(part("messages"));
  const form = part("form");
  const position = part("position") && createUnitPosition({ root: part("position"), picker, near });
  let id = null;
  let at = 0;
  let busy = false;

  function pressFollow(pressed) {
    part("follow").setAttribute("aria-pressed", String(pressed));
  }

  function follow(wanted) {
    pressFollow(wanted);
    onFollow(wanted ? id : null);
  }

  function close() {
    follow(false);
    id = null;
    position?.close();
    setHidden(root, true);
  }

  function offerReturn() {
    const { status, minutes } = form.elements;
    minutes.disabled = CAN_BE_SENT.includes(status.value);
    minutes.value = usual(status.value);
  }

  async function submit(event) {
    event.preventDefault();
    if (busy) {
      return;
    }
    const { status, minutes, ago } = form.elements;
    const since = Number(ago.value) ? at - Number(ago.value) * MINUTE_MS : null;
    busy = true;
    say();
    try {
      const { warning } = await command(`/api/units/${id}/status`, statusBody(status.value, Number(minutes.value), since));
      ago.value = "0";
      say("warning", warning);
    } catch (problem) {
      say("error", problem.message);
    } finally {
      busy = false;
    }
  }

  function fillForm(unit) {
    form.elements.status.replaceChildren(...CHOICES.map((one) => el("option", { value: one }, nameOf(one, unit))));
    form.elements.status.value = unit.status;
    form.elements.ago.value = "0";
    offerReturn();
  }

  function render(state, { now }) {
    at = now;
    const unit = state.picture.units[id];
    if (!unit) {
      close();
      return;
    }
    const standing = standingOf(unit);
    fillWhenChanged(part("shape"), standing, () => [standingShape(standing)]);
    setText(part("name"), unit.call_sign);
    setText(part("standing"), nameOf(standing, unit));
    setText(part("facts"), factsOf(unit, state.fixes[id], now));
    if (form) {
      setHidden(form, unit.status === "off_duty");
    }
    if (position) {
      position.render(unit, now);
    }
  }

  part("close").addEventListener("click", close);
  part("follow").addEventListener("click", () => follow(part("follow").getAttribute("aria-pressed") !== "true"));
  form?.addEventListener("submit", submit);
  form?.elements.status.addEventListener("change", offerReturn);
  form?.elements.minutes.append(...minuteOptions());

  return {
    render: (state, view) => id !== null && render(state, view),
    close,
    isOpen: () => id !== null,
    openId: () => id,
    /** The map was moved away. */
    left: () => pressFollow(false),
    open(next, state, view) {
      if (id !== next) {
        follow(false);
      }
      id = next;
      say();
      position?.open(next);
      setHidden(root, false);
      const unit = state.picture.units[id];
      if (form && unit) {
        fillForm(unit);
      }
      render(state, view);
    },
  };
}
