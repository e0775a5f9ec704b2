/** The operators' console: wires the stream, the panes, the map and the keys. */

import { byId, pageData, setHidden, setText } from "../lib/dom.js";
import { createFrames } from "../lib/frames.js";
import { createLooks } from "../lib/looks.js";
import { createStatusNames } from "../lib/status_names.js";
import { createClock, createWallClock } from "../lib/time.js";
import { language } from "../lib/words.js";
import { createCallDetails } from "../live/call_details.js";
import { createFeed } from "../live/feed.js";
import { followGround } from "../live/ground.js";
import { createMissing } from "../live/missing.js";
import { followPositions } from "../live/positions.js";
import { followWays } from "../live/ways.js";
import { createMap } from "../map/map.js";
import { createAlarmSounds } from "../ui/alarm_sounds.js";
import { createAlarms } from "../ui/alarms.js";
import { createBoard } from "../ui/board.js";
import { createCalls } from "../ui/calls.js";
import { createCard } from "../ui/card.js";
import { followConsoleKeys } from "../ui/console_keys.js";
import { createCommandLine } from "../ui/command_line.js";
import { consoleCommands } from "../ui/console_commands.js";
import { followDeskOrders } from "../ui/desk_orders.js";
import { createEmergency } from "../ui/emergency.js";
import { createHeard } from "../ui/heard.js";
import { createIntake } from "../ui/intake.js";
import { createLayerSwitch } from "../ui/layer_switch.js";
import { behindNotice } from "../ui/link.js";
import { createLinkWatch } from "../ui/link_watch.js";
import { createLog } from "../ui/log.js";
import { createNewVersion } from "../ui/new_version.js";
import { createNotice } from "../ui/notice.js";
import { createPaper } from "../ui/paper.js";
import { createPicker } from "../ui/picker.js";
import { createReadiness } from "../ui/readiness.js";
import { allowSound } from "../ui/sound.js";
import { createSplitter } from "../ui/splitters.js";
import { createUnitCard } from "../ui/unit_card.js";
import { createWindows } from "../ui/windows.js";
import { LEVELS, levelName } from "../ui/wording.js";

const page = pageData("page");
const limits = { stale: page.stale_after_s, lost: page.lost_after_s };
const clock = createClock();
const nameOf = createStatusNames(page.status_names);
const wall = createWallClock(page.time_zone, language);
const grid = byId("console");
const windows = createWindows({ grid, user: page.user, acts: { call: openCall, unit: openUnit } });
page.may_dispatch &&= !windows.own; // one window acts
const levels = LEVELS.map((code) => ({ code, name: levelName(code) }));
const link = createLinkWatch("console");
const sayLink = createNotice(byId("link-notice"));
const heard = createHeard({ announce: byId("announce"), now: clock.now });
const looks = createLooks({ storage: localStorage, user: page.user, now: clock.now });
const FACTS_EVERY_MS = 200; // however many come
const frames = createFrames(render, FACTS_EVERY_MS);

const details = createCallDetails({
  onDetails: (incident) => card.showDetails(incident),
  onRanking(picture) {
    clock.observe(picture.as_of);
    card.showRanking(picture);
  },
  onProblem: (problem) => card.showProblem(problem),
});
const near = () => map.middle();
const picker = createPicker({ onWanted: (wanted) => map.pick(wanted), onMark: (place) => map.mark(place) });
const card = createCard({
  root: byId("card"),
  picker,
  near,
  wall,
  looks,
  mayDispatch: page.may_dispatch,
  onClose: closeCall,
  onChanged: details.refresh,
});
const calls = createCalls({ wall, looks, onOpen: openCall });
const board = createBoard({ limits, nameOf, onOpen: openUnit, onFilter: (...filter) => map.filter(...filter) });
const unitCard = createUnitCard({ root: byId("unit-card"), nameOf, picker, near, onFollow: (id) => map.follow(id) });
const alarms = createAlarms({ mayDispatch: page.may_dispatch, onOpenCall: openCall, wall, now: clock.now });
const map = createMap({
  node: byId("map"),
  source: page.map,
  limits,
  onUnit: openUnit,
  onCall: openCall,
  onPlace: picker.give,
  onLeft: unitCard.left,
  measure: byId("measure"),
});
const ways = followWays({ onWays: (found) => map.setWays(found) });
const intake = createIntake({
  form: byId("intake"),
  user: page.user,
  onPick: (wanted) => (wanted ? picker.ask(intake.setPlace) : picker.stop(intake.setPlace)),
  onPlace: map.mark,
  onFound: map.show,
  near: map.middle,
  onTaken(taken) {
    feed.take({ kind: "taken", incident: taken });
    openCall(taken.id);
  },
  onJoined: openCall,
});
const paper = page.may_dispatch && createPaper({ timeZone: page.time_zone, units: () => feed.state().picture.units, picker, near });
const readiness = createReadiness({ root: byId("readiness"), target: page.readiness_target });
const emergency = createEmergency({ mayDispatch: page.may_dispatch, onOpenCall: openCall });
const log = createLog({ wall, mayDispatch: page.may_dispatch, onOpenCall: openCall, onChanged: details.refresh });
const panes = [log, emergency, readiness, calls, board, unitCard, card, alarms, ways, map, ...(windows.own ? [] : [createAlarmSounds({ user: page.user })])];
const hearVersion = createNewVersion(page.release);
const feed = createFeed({
  socketPath: page.socket,
  snapshotPath: page.snapshot,
  onState(state, message) {
    missing.watch(state);
    hearVersion(message);
    ground.hear(message);
    hear(state, message);
    frames.soon();
  },
  onLink(next) {
    if (next.link !== link.link()) {
      sayLink("warning", next.link === "behind" && behindNotice());
    }
    link.render(next);
  },
});
const missing = createMissing(feed.take);
const sayGround = createNotice(byId("ground-notice"));
const ground = followGround({
  onGround(collection) {
    sayGround();
    map.setGround(collection);
    setHidden(byId("map-empty"), collection.features.length > 0);
  },
  onProblem: (problem) => sayGround("warning", problem.message),
});

function coveredWidth() {
  const { width, height } = byId("card").getBoundingClientRect();
  return height ? width : 0;
}

function openCall(id, ended) {
  if (windows.forward("call", id)) {
    return null;
  }
  const incident = feed.state().picture.incidents[id] ?? ended;
  alarms.close();
  if (!incident) {
    return feed.state().ready || setTimeout(openCall, 200, id); // the picture is on its way
  }
  card.open(incident);
  details.open(id);
  map.show(incident, { covered: coveredWidth() });
  return frames.now();
}

function closeCall() {
  card.close();
  details.close();
  frames.now();
}

function openUnit(id) {
  const { picture, fixes } = feed.state();
  const incident = picture.units[id]?.order?.incident;
  map.choose(id);
  unitCard.open(id, feed.state(), { now: clock.now() });
  if (windows.forward("unit", id)) {
    return;
  }
  if (incident && picture.incidents[incident]) {
    openCall(incident);
  } else if (fixes[id]) {
    map.show(fixes[id], { covered: coveredWidth() });
  }
}

function newCall(place) {
  return page.may_dispatch && intake.open(place);
}

function hear(state, message) {
  if (message.kind === "positions") {
    clock.observe(message.as_of);
  } else if (message.kind === "journal") {
    if (!windows.own) {
      heard(state, message.entry);
    }
    looks.hear(message.entry);
    log.hear(message.entry);
  }
}

function render() {
  const state = feed.state();
  const view = { now: clock.now(), openId: card.openId(), unitId: unitCard.openId() };
  panes.forEach((pane) => pane.render(state, view));
  details.watch(state.picture.incidents[view.openId]);
}

function tick() {
  setText(byId("clock-time"), wall.time(clock.now()));
  setText(byId("clock-date"), wall.date(clock.now()));
  link.render();
  frames.now();
}

/** What lies on top is put away, one at a time; with nothing left, the cursor goes to the line. */
function escape() {
  const openCard = { isOpen: () => card.openId() !== null, close: closeCall };
  const top = [log, alarms, intake, paper, openCard, unitCard].find((pane) => pane && pane.isOpen());
  top ? top.close() : line.focus();
}

if (page.may_dispatch) {
  byId("new-call").addEventListener("click", () => intake.open());
  byId("new-call").disabled = false;
}
const line = createCommandLine({
  form: byId("command-line"),
  world() {
    const { incidents, units } = feed.state().picture;
    const [calls, force] = [incidents, units].map(Object.values);
    return { calls, units: force, open: incidents[card.openId()], outcomes: page.outcomes, levels };
  },
  acts: consoleCommands({ mayDispatch: page.may_dispatch, newCall, openCall, openUnit, find: board.find, onChanged: details.refresh }),
});
followDeskOrders({ root: byId("desk-orders"), wall, onOpenCall: openCall });
createSplitter(byId("split-left"), { grid, property: "--left", pane: byId("pane-calls"), sign: 1 });
createSplitter(byId("split-right"), { grid, property: "--right", pane: byId("pane-force"), sign: -1 });
followConsoleKeys({
  escape,
  newCall,
  alarms: () => byId("bell").click(),
  line: () => line.focus(),
  log: log.toggle,
  rank: (number) => card.openId() && card.sendRank(number),
});
allowSound();
followPositions(feed.take);
addEventListener("pagehide", looks.close);
createLayerSwitch({ place: byId("layers"), onKinds: map.showGround });
tick();
setInterval(tick, 1000);
