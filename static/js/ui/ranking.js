/** Who should go: the ranked units with their reasons, one key or one button each; who was passed over and why. */

import { el, setHidden } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { distance } from "../lib/geo.js";
import { age, timer } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { createNotice, messageNode } from "./notice.js";
import { returnOf } from "./unit_return.js";
import { countOfUnits, flagName, passedOverReason, reasonText } from "./wording.js";

const SHOWN = 5;
const WORRYING = new Set(["stale_position", "lost_position", "short_crewed", "unreachable_by_road", "far_from_road"]);

/** Estimates are marked beside the time; a lost position is an old one, too. */
function shownFlags(flags) {
  const lost = flags.includes("lost_position");
  return flags.filter((flag) => flag !== "estimated" && !(lost && flag === "stale_position"));
}

function unitCell(candidate) {
  const flags = shownFlags(candidate.flags);
  const tags = flags.flatMap((flag) => [" ", el("span", { class: WORRYING.has(flag) ? "tag tag-amber" : "tag" }, flagName(flag))]);
  const why = candidate.reasons.map(reasonText).filter(Boolean).join(" · ");
  return el("td", {}, el("strong", {}, candidate.call_sign), tags, el("span", { class: "why" }, why));
}

/** Why a unit is not sent, and when it is expected back. */
function whyNot({ reason, until }, asOf) {
  const back = returnOf({ status_until: until }, Date.parse(asOf));
  return [passedOverReason(reason), back?.text].filter(Boolean).join(" · ");
}

function passedOverNode({ passed_over: passed, counts, as_of: asOf }) {
  const rest = Object.entries(counts);
  const total = passed.length + rest.reduce((sum, [, count]) => sum + count, 0);
  if (!total) {
    return null;
  }
  const row = (name, reason) => el("li", {}, el("span", {}, name), el("span", { class: "soft" }, reason));
  return el(
    "details",
    { class: "passed" },
    el("summary", {}, interpolate(gettext("Passed over: %(units)s, and why"), { units: countOfUnits(total) })),
    el(
      "ul",
      {},
      passed.map((one) => row(one.call_sign, whyNot(one, asOf))),
      rest.map(([reason, count]) => row(countOfUnits(count), passedOverReason(reason))),
    ),
  );
}

function nobodyNode({ free_next: next }) {
  const first = next[0];
  const text = first
    ? interpolate(gettext("No unit can be sent. First to be free: %(unit)s, on call %(number)s."), {
        unit: first.call_sign,
        number: first.number,
      })
    : gettext("No unit can be sent: none is on duty with a crew.");
  return messageNode("warning", text);
}

/**
 * @param root      the section of the card
 * @param onSent    told when units were sent
 * @param onChanged asks for a new recommendation: somebody was faster
 */
export function createRanking({ root, onSent, onChanged, mayDispatch }) {
  const table = root.querySelector("[data-table]");
  const rows = root.querySelector("tbody");
  const more = root.querySelector("[data-more]");
  const several = root.querySelector("[data-several]");
  const reasonForm = root.querySelector("[data-reason]");
  const say = createNotice(root.querySelector("[data-messages]"));
  const chosen = new Set();
  let incidentId = null;
  let picture = null;
  let next = null;
  let busy = false;
  let awaitingReason = null;

  async function send(units, reason = "") {
    if (busy || !mayDispatch) {
      return;
    }
    busy = true;
    render();
    say();
    try {
      await command(`/api/incidents/${incidentId}/assign`, { units, reason });
      chosen.clear();
      setHidden(reasonForm, true);
      onSent(units);
    } catch (problem) {
      refusedBecause(problem, units);
    } finally {
      busy = false;
      render();
    }
  }

  function refusedBecause(problem, units) {
    say("error", problem.message);
    if (problem.code === "reason_needed") {
      awaitingReason = units;
      setHidden(reasonForm, false);
      reasonForm.elements.reason.focus();
    } else if (!problem.passing) {
      onChanged();
    }
  }

  function toggle(unit, wanted) {
    chosen[wanted ? "add" : "delete"](unit);
    renderSeveral();
  }

  function renderSeveral() {
    setHidden(several, chosen.size < 2);
    several.textContent = interpolate(gettext("Send %(units)s"), { units: countOfUnits(chosen.size) });
  }

  function rowNode(candidate) {
    const name = candidate.call_sign;
    const box = el("input", {
      type: "checkbox",
      checked: chosen.has(candidate.unit),
      "aria-label": interpolate(gettext("Choose %(unit)s"), { unit: name }),
      onchange: ({ target }) => toggle(candidate.unit, target.checked),
    });
    const button = el("button", {
      class: candidate.rank === 1 ? "button button-primary" : "button",
      type: "button",
      disabled: busy,
      "aria-label": interpolate(gettext("Send %(unit)s"), { unit: name }),
      text: gettext("Send"),
      onclick: () => send([candidate.unit]),
    });
    return el(
      "tr",
      {},
      el("td", { class: "pick" }, mayDispatch ? [box, " "] : null, el("kbd", {}, String(candidate.rank))),
      unitCell(candidate),
      el("td", { class: "eta" }, picture.estimated || candidate.flags.includes("estimated") ? "≈ " : "", timer(candidate.seconds)),
      el("td", {}, distance(candidate.metres)),
      el("td", {}, age(candidate.fix_age)),
      el("td", {}, mayDispatch ? button : null),
    );
  }

  function render() {
    setHidden(root.querySelector("[data-loading]"), Boolean(picture));
    if (!picture) {
      rows.replaceChildren();
      more.replaceChildren();
      setHidden(table, true);
      return;
    }
    const focused = rows.contains(document.activeElement);
    const { candidates, warnings, estimated } = picture;
    setHidden(table, !candidates.length);
    rows.replaceChildren(...candidates.slice(0, SHOWN).map(rowNode));
    const further = candidates.length - SHOWN;
    const notes = [
      ...warnings.map(({ message }) => messageNode("warning", message)),
      candidates.length ? null : nobodyNode(picture),
      estimated && candidates.length && !warnings.length ? el("p", { class: "hint" }, gettext("≈ estimated by straight line, not by road")) : null,
      further > 0 ? el("p", { class: "hint" }, interpolate(gettext("and %(units)s farther off"), { units: countOfUnits(further) })) : null,
      passedOverNode(picture),
    ];
    const open = more.querySelector("details")?.open;
    more.replaceChildren(...notes.filter(Boolean));
    more.querySelector("details")?.toggleAttribute("open", Boolean(open));
    if (focused) {
      rows.querySelector("button")?.focus();
    }
    renderSeveral();
  }

  function showNext() {
    if (next) {
      picture = next;
      next = null;
      render();
    }
  }

  table.addEventListener("pointerleave", showNext);
  several.addEventListener("click", () => send([...chosen]));
  reasonForm.addEventListener("submit", (event) => {
    event.preventDefault();
    send(awaitingReason, reasonForm.elements.reason.value.trim());
  });

  return {
    /** Another call was opened. */
    reset(id) {
      incidentId = id;
      picture = next = null;
      chosen.clear();
      say();
      setHidden(reasonForm, true);
      reasonForm.reset();
      render();
    },
    /** A newer ranking waits while the pointer rests on the table: rows never move under it. */
    show(newer) {
      next = newer;
      if (!picture || !table.matches(":hover")) {
        showNext();
      }
    },
    /** Keys 1 to 5. */
    sendRank(rank) {
      const candidate = picture?.candidates.find((one) => one.rank === rank);
      return candidate ? send([candidate.unit]) : null;
    },
    sayError: (message) => say("error", message),
  };
}
