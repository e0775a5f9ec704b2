/** The open call: what and where, who should go, who was sent, what was noted and what happened. */

import { el, fillWhenChanged, setHidden, setText } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { secondsSince, timer } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { activeAssignments, unitName } from "./calls.js";
import { createCardParts } from "./card_parts.js";
import { createNotice } from "./notice.js";
import { createRanking } from "./ranking.js";
import { createSent } from "./sent.js";
import { OUTCOMES, factText, outcomeName } from "./wording.js";

const QUIET_KINDS = new Set(["order.sent", "order.done", "order.withdrawn", "incident.note_added"]);

/** The timeline and the notes as one story, oldest first. */
function story(details) {
  const facts = details.timeline
    .filter(({ kind }) => !QUIET_KINDS.has(kind))
    .map(({ kind, at, actor, data }) => ({ at, by: actor, text: factText(kind), unit: data.unit, outcome: data.disposition }));
  const notes = details.notes.map(({ text, by, at }) => ({ at, by, text, note: true }));
  return [...facts, ...notes].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

function storyNodes(details, state, wall) {
  return story(details).flatMap(({ at, by, text, unit, outcome, note }) => [
    el("dt", {}, wall.time(at)),
    el(
      "dd",
      {},
      note ? text : el("strong", {}, [text, unit && unitName(state, unit), outcome && outcomeName(outcome)].filter(Boolean).join(" · ")),
      by ? el("span", { class: "by" }, ` ${by}`) : null,
    ),
  ]);
}

/** A small form that sends one command and says how it went. */
function wireForm(form, { path, body, onDone, missing }) {
  const say = createNotice(form.querySelector("[data-messages]"));
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const content = body(form.elements);
    if (busy || !content) {
      return content || say("error", missing);
    }
    busy = true;
    say();
    try {
      await command(path(), content);
      form.reset();
      onDone();
    } catch (problem) {
      say("error", problem.message);
    } finally {
      busy = false;
    }
    return null;
  });
  return say;
}

/**
 * @param root       the card of the page
 * @param wall       wall-clock texts
 * @param mayDispatch whether the person may send and close
 * @param onClose    asked to close
 * @param onChanged  asked for fresh details
 */
export function createCard({ root, wall, mayDispatch, onClose, onChanged }) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const noteForm = part("note");
  const endForm = part("end");
  const say = createNotice(part("messages"));
  let incident = null;
  let details = null;
  let last = null;

  const ranking = createRanking({
    root: part("ranking"),
    mayDispatch,
    onChanged,
    onSent: () => onChanged(),
  });
  const sent = createSent({ section: part("sent"), list: part("sent").querySelector("ul"), wall, mayDispatch, onChanged });
  const sayNote = wireForm(noteForm, {
    path: () => `/api/incidents/${incident.id}/notes`,
    body: ({ text }) => (text.value.trim() ? { text: text.value.trim() } : null),
    missing: gettext("Write the note first."),
    onDone: onChanged,
  });
  const sayEnd = wireForm(endForm, {
    path: () => `/api/incidents/${incident.id}/close`,
    body: ({ disposition }) => (disposition.value ? { disposition: disposition.value } : null),
    missing: gettext("Choose how the call was dealt with."),
    onDone: onChanged,
  });
  const parts = createCardParts({ part, wall, mayDispatch, onChanged });
  endForm.elements.disposition.append(...OUTCOMES.map((code) => el("option", { value: code }, outcomeName(code))));
  part("close").addEventListener("click", onClose);

  function renderHead(now) {
    const priority = part("priority");
    priority.className = `priority priority-${incident.priority}`;
    setText(priority, String(incident.priority));
    setText(part("type"), incident.type_name);
    setText(part("place"), incident.place || gettext("Place on the map"));
    setText(part("number"), incident.number);
    setText(part("zone"), [incident.zone, incident.beat].filter(Boolean).join(" / ") || gettext("No zone"));
    setText(part("received"), interpolate(gettext("taken %(time)s"), { time: wall.time(incident.received_at) }));
    setText(part("timer"), timer(secondsSince(incident.received_at, now)));
  }

  /** Once somebody was sent, further units are asked for on purpose. */
  function renderRankingTitle(sentBefore) {
    const section = part("ranking");
    const first = sentBefore === 0;
    if (section.hasAttribute("data-first") !== first) {
      section.toggleAttribute("data-first", first);
      section.open = first;
    }
    setText(section.querySelector("summary"), first ? gettext("Who should go") : gettext("Send a further unit"));
  }

  function renderDetails(state) {
    setHidden(part("story-loading"), Boolean(details));
    const signature = details ? JSON.stringify([details.timeline.length, details.notes.length, details.id]) : "";
    fillWhenChanged(part("story"), signature, () => (details ? storyNodes(details, state, wall) : []));
  }

  function render(state, { now }) {
    last = [state, { now }];
    if (!incident) {
      return;
    }
    const live = state.picture.incidents[incident.id];
    incident = live ?? incident;
    const over = !live && state.ready && details && details.status !== "open";
    renderHead(now);
    sent.render(state, incident);
    renderDetails(state);
    parts.forEach((one) => one.render(state, { incident, details, live: Boolean(live), now }));
    const active = activeAssignments(incident).length;
    setHidden(endForm, !mayDispatch || !live || active > 0);
    setHidden(part("ranking"), !live);
    renderRankingTitle(Object.keys(incident.assignments ?? {}).length);
    setHidden(part("over"), !over);
    if (over) {
      setText(part("over"), interpolate(gettext("This call is closed: %(outcome)s"), { outcome: outcomeName(details.disposition) }));
    }
  }

  return {
    render,
    /** Keys 1 to 5 count while the ranking is on screen. */
    sendRank: (rank) => part("ranking").open && ranking.sendRank(rank),
    open(next) {
      incident = next;
      details = null;
      [say, sayNote, sayEnd].forEach((clear) => clear());
      noteForm.reset();
      endForm.reset();
      ranking.reset(next.id);
      parts.forEach((one) => one.open(next));
      part("ranking").removeAttribute("data-first");
      part("ranking").open = false;
      setHidden(root, false);
      part("body").scrollTop = 0;
    },
    close() {
      incident = null;
      setHidden(root, true);
    },
    openId: () => incident?.id ?? null,
    showDetails(next) {
      details = next;
      incident = { ...incident, ...next };
      say();
      if (last) {
        render(...last);
      }
    },
    showRanking(picture) {
      ranking.show(picture);
      say();
    },
    showProblem: (problem) => say("error", problem.message),
  };
}
