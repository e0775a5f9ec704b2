/** The operators' console: wires the stream, the panes, the map and the keys. */

import { byId, pageData, setHidden, setText } from "../lib/dom.js";
import { createStatusNames } from "../lib/status_names.js";
import { createClock, createWallClock } from "../lib/time.js";
import { language } from "../lib/words.js";
import { createCallDetails } from "../live/call_details.js";
import { createFeed } from "../live/feed.js";
import { followGround } from "../live/ground.js";
import { createMissing } from "../live/missing.js";
import { followPositions } from "../live/positions.js";
import { createMap } from "../map/map.js";
import { createAlarms } from "../ui/alarms.js";
import { createBoard } from "../ui/board.js";
import { createCalls } from "../ui/calls.js";
import { createCard } from "../ui/card.js";
import { followConsoleKeys } from "../ui/console_keys.js";
import { createCurrency } from "../ui/currency.js";
import { followDeskOrders } from "../ui/desk_orders.js";
import { createHeard } from "../ui/heard.js";
import { createIntake } from "../ui/intake.js";
import { createLayerSwitch } from "../ui/layer_switch.js";
import { behindNotice, createLink, notCurrentAdvice } from "../ui/link.js";
import { createNotice } from "../ui/notice.js";
import { createPaper } from "../ui/paper.js";
import { createPicker } from "../ui/picker.js";
import { allowSound } from "../ui/sound.js";
import { createSplitter } from "../ui/splitters.js";
import { createUnitCard } from "../ui/unit_card.js";

const page = pageData("page");
const limits = { stale: page.stale_after_s, lost: page.lost_after_s };
const clock = createClock();
const nameOf = createStatusNames(page.status_names);
const wall = createWallClock(page.time_zone, language);
const grid = byId("console");
const link = createLink(byId("link"));
const currency = createCurrency({ advice: () => notCurrentAdvice(linkState.link, "console") });
const sayLink = createNotice(byId("link-notice"));
const heard = createHeard({ announce: byId("announce"), now: clock.now });
let linkState = { link: "connecting", heardAt: 0 };
let frame = null;
let paper = null;

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
  mayDispatch: page.may_dispatch,
  onClose: closeCall,
  onChanged: details.refresh,
});
const calls = createCalls({
  list: byId("calls"),
  empty: byId("calls-empty"),
  count: byId("calls-count"),
  loading: byId("calls-loading"),
  wall,
  onOpen: openCall,
});
const board = createBoard({
  filters: byId("filters"),
  search: byId("search"),
  list: byId("units"),
  empty: byId("units-empty"),
  more: byId("units-more"),
  count: byId("units-count"),
  limits,
  nameOf,
  onOpen: openUnit,
});
const unitCard = createUnitCard({ root: byId("unit-card"), nameOf, picker, near });
const alarms = createAlarms({
  bell: byId("bell"),
  panel: byId("alarms"),
  list: byId("alarms-list"),
  empty: byId("alarms-empty"),
  mayDispatch: page.may_dispatch,
  onOpenCall: openCall,
});
const map = createMap({
  node: byId("map"),
  source: page.map,
  limits,
  onUnit: openUnit,
  onCall: openCall,
  onPlace: picker.give,
});
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
const feed = createFeed({
  socketPath: page.socket,
  snapshotPath: page.snapshot,
  onState(state, message) {
    missing.watch(state);
    ground.hear(message);
    hear(state, message);
    schedule();
  },
  onLink(next) {
    if (next.link !== linkState.link) {
      sayLink("warning", next.link === "behind" && behindNotice());
    }
    linkState = next;
    link.render(linkState);
    currency.render(linkState);
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
  const incident = feed.state().picture.incidents[id] ?? ended;
  alarms.close();
  if (!incident) {
    return feed.state().ready || setTimeout(openCall, 200, id); // the picture is on its way
  }
  card.open(incident);
  details.open(id);
  map.show(incident, { covered: coveredWidth() });
  schedule();
}

function closeCall() {
  card.close();
  details.close();
  schedule();
}

function openUnit(id) {
  const { picture, fixes } = feed.state();
  const incident = picture.units[id]?.order?.incident;
  map.choose(id);
  unitCard.open(id, feed.state(), { now: clock.now() });
  if (incident && picture.incidents[incident]) {
    openCall(incident);
  } else if (fixes[id]) {
    map.show(fixes[id], { covered: coveredWidth() });
  }
}

function hear(state, message) {
  if (message.kind === "positions") {
    clock.observe(message.as_of);
  } else if (message.kind === "journal") {
    heard(state, message.entry);
  }
}

function render() {
  frame = null;
  const state = feed.state();
  const view = { now: clock.now(), openId: card.openId() };
  calls.render(state, view);
  board.render(state, view);
  unitCard.render(state, view);
  card.render(state, view);
  alarms.render(state, view);
  map.render(state, view);
  details.watch(state.picture.incidents[view.openId]);
}

function schedule() {
  frame ??= requestAnimationFrame(render);
}

function tick() {
  setText(byId("clock-time"), wall.time(clock.now()));
  setText(byId("clock-date"), wall.date(clock.now()));
  link.render(linkState);
  currency.render(linkState);
  schedule();
}

function escape() {
  if (alarms.isOpen()) {
    alarms.close();
  } else if (intake.isOpen()) {
    intake.close();
  } else if (paper?.isOpen()) {
    paper.close();
  } else if (card.openId()) {
    closeCall();
  } else {
    unitCard.close();
  }
}

if (page.may_dispatch) {
  byId("new-call").addEventListener("click", intake.open);
  byId("new-call").disabled = false;
  paper = createPaper({
    form: byId("paper"),
    opener: byId("paper-open"),
    timeZone: page.time_zone,
    units: () => feed.state().picture.units,
    picker,
    near,
  });
}
followDeskOrders({ root: byId("desk-orders"), wall, onOpenCall: openCall });
createSplitter(byId("split-left"), { grid, property: "--left", pane: byId("pane-calls"), sign: 1 });
createSplitter(byId("split-right"), { grid, property: "--right", pane: byId("pane-force"), sign: -1 });
followConsoleKeys({
  escape,
  newCall: () => page.may_dispatch && intake.open(),
  alarms: () => byId("bell").click(),
  search: () => byId("search").focus(),
  rank: (number) => card.openId() && card.sendRank(number),
});
allowSound();
followPositions(feed.take);
createLayerSwitch({ place: byId("layers"), onKinds: map.showGround });
tick();
setInterval(tick, 1000);
