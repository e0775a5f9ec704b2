/** The open call: what and where, who should go, who was sent, what was noted and what happened. */

import { fillWhenChanged, setHidden, setText } from "../lib/dom.js";
import { secondsSince, timer } from "../lib/time.js";
import { gettext, interpolate } from "../lib/words.js";
import { HELP, typeName } from "./call_types.js";
import { createCardParts } from "./card_parts.js";
import { wireForm } from "./form.js";
import { createNotice } from "./notice.js";
import { createRanking } from "./ranking.js";
import { createSent } from "./sent.js";
import { storyNodes, storySignature } from "./story.js";

/**
 * @param root       the card of the page
 * @param wall       wall-clock texts
 * @param mayDispatch whether the person may send and close
 * @param onClose    asked to close
 * @param onChanged  asked for fresh details
 * @param picker     who gets the clicks on the map, see `picker.js`
 * @param near       `() => {lon, lat}`: the middle of the map
 * @param looks      when this person looked last, see `looks.js`
 */
export function createCard({ root, wall, mayDispatch, onClose, onChanged, picker, near, looks }) {
  const part = (name) => root.querySelector(`[data-part=${name}]`);
  const noteForm = part("note");
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
  const parts = createCardParts({ part, wall, mayDispatch, onChanged, picker, near });
  part("close").addEventListener("click", onClose);

  function renderHead(now) {
    const priority = part("priority");
    priority.className = `priority priority-${incident.priority}`;
    setText(priority, String(incident.priority));
    setText(part("type"), typeName(incident));
    setText(part("place"), incident.place || gettext("Place on the map"));
    setText(part("number"), incident.number);
    setText(part("zone"), [incident.zone, incident.beat].filter(Boolean).join(" / ") || gettext("No zone"));
    const received = incident.on_paper ? gettext("on paper, received %(time)s") : gettext("taken %(time)s");
    setText(part("received"), interpolate(received, { time: wall.time(incident.received_at) }));
    const until = incident.ended_at ? Date.parse(incident.ended_at) : now;
    setText(part("timer"), timer(secondsSince(incident.received_at, until)));
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
    const signature = details ? storySignature(details) : "";
    fillWhenChanged(part("story"), signature, () => (details ? storyNodes(details, state, wall, looks.since()) : []));
  }

  function render(state, { now }) {
    last = [state, { now }];
    if (!incident) {
      return;
    }
    const live = state.picture.incidents[incident.id];
    incident = live ?? incident;
    renderHead(now);
    sent.render(state, incident, now);
    renderDetails(state);
    parts.forEach((one) => one.render(state, { incident, details, live: Boolean(live), now }));
    setHidden(part("ranking"), !live);
    renderRankingTitle(Object.keys(incident.assignments ?? {}).length);
  }

  return {
    render,
    /** Keys 1 to 5 count while the ranking is on screen. */
    sendRank: (rank) => part("ranking").open && ranking.sendRank(rank),
    open(next) {
      looks.open(next.id);
      incident = next;
      details = null;
      [say, sayNote].forEach((clear) => clear());
      noteForm.reset();
      ranking.reset(next.id);
      parts.forEach((one) => one.open(next));
      part("ranking").removeAttribute("data-first");
      part("ranking").open = next.type === HELP;
      setHidden(root, false);
      part("body").scrollTop = 0;
      root.scrollIntoView({ block: "nearest" }); // where the panes lie one under the other
    },
    close() {
      looks.close();
      incident = null;
      parts.forEach((one) => one.close?.());
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
