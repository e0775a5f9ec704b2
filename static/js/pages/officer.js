/** The officer's page: wires the stream, the order, the queue for bad networks and the phone's own position. */

import { byId, pageData, setHidden, setText } from "../lib/dom.js";
import { command } from "../lib/http.js";
import { createStatusNames } from "../lib/status_names.js";
import { createWallClock } from "../lib/time.js";
import { gettext, interpolate, language, ngettext } from "../lib/words.js";
import { createAnswers } from "../live/answers.js";
import { createAwake } from "../live/awake.js";
import { createFeed } from "../live/feed.js";
import { forgetPage, keepPage } from "../live/installed.js";
import { createKeptPicture } from "../live/kept_picture.js";
import { createOwnPosition, rememberToken } from "../live/own_position.js";
import { createRecords } from "../live/records.js";
import { createDriving } from "../ui/driving.js";
import { createFound } from "../ui/found.js";
import { createHelp } from "../ui/help.js";
import { createLinkWatch } from "../ui/link_watch.js";
import { createNewVersion } from "../ui/new_version.js";
import { createNotice } from "../ui/notice.js";
import { createOwnStatus } from "../ui/own_status.js";
import { createOwnUnit } from "../ui/own_unit.js";
import { createOrder, currentOrder, progress, stepPath } from "../ui/order.js";
import { createPhoneLine } from "../ui/phone_line.js";
import { createSignOn } from "../ui/sign_on.js";
import { allowSound, play } from "../ui/sound.js";
import { createTold } from "../ui/told.js";

const RING_MS = 4000;
const SHOW_AGAIN_MS = 15000;
const RING_PATTERN = [400, 150, 400];

const page = pageData("page");
const nameOf = createStatusNames(page.status_names);
const wall = createWallClock(page.time_zone, language);
const link = createLinkWatch("officer");
const say = createNotice(byId("messages"));
const keptPicture = createKeptPicture("officer", page.user);
const answerFor = createAnswers();
let own = null;

const order = createOrder({
  root: byId("order"),
  chain: byId("chain"),
  outcomes: byId("outcomes"),
  wall,
  onStep: step,
});
const told = createTold({ list: byId("told"), wall, onStep: step });
const position = createOwnPosition({
  onPlace(place, speed) {
    own = place;
    driving.heard(speed);
    render();
  },
});
const driving = createDriving({
  root: byId("driving"),
  onPassenger: () => records.tell({ path: unitPath("passenger"), body: {}, label: gettext("I am the passenger") }),
});
const awake = createAwake();
const phoneLine = createPhoneLine({ line: byId("phone-line"), notice: byId("position-trouble") });
const ownUnit = createOwnUnit({ nameOf, onStatus: (status) => commandUnit("status", { status }) });
const ownStatus = createOwnStatus({
  root: byId("free"),
  nameOf,
  onStatus: (body) => commandUnit("status", body),
});
const records = createRecords({
  user: page.user,
  told: tellIfLate,
  makeRoom: keptPicture.forget,
  full: () => say("warning", gettext("This device is full. Do not close this page until everything is sent.")),
  changed: () => render(),
  refused(item, problem) {
    say("error", interpolate(gettext("%(step)s was refused: %(why)s"), { step: item.label, why: problem.message }));
    feed.refresh();
  },
});
const help = createHelp({
  root: byId("help"),
  pressed: localStorage,
  name: `help-pressed-${page.user}`,
  wall,
  onCall: (at) => records.callHelp(own, at),
});
const hearVersion = createNewVersion(page.release);
const feed = createFeed({
  socketPath: page.socket,
  snapshotPath: page.snapshot,
  initial: keptPicture.state(),
  keptAt: keptPicture.at(),
  onState(state, message) {
    keptPicture.keep(state.picture);
    hearVersion(message);
    hear(message);
    answerFor(state);
    render();
  },
  onLink(next) {
    link.render(next);
    if (next.link === "live") {
      records.flush();
    }
  },
});

const found = createFound({
  root: byId("found"),
  place: () => own,
  async onReport(body) {
    await records.tell({ path: "/api/found", body, label: gettext("Found something") });
    return !records.waiting().length;
  },
});

/** The unit was taken off the call before this step came through. */
function tellIfLate(answer) {
  if (answer.state === "withdrawn") {
    say("warning", gettext("You had been taken off this call. What you told is kept; the operator decides."));
  }
}

const STEP_NAMES = {
  acknowledge: gettext("Acknowledge"),
  "en-route": gettext("En route"),
  arrive: gettext("On scene"),
  clear: gettext("Done"),
  support: gettext("Ask for support"),
  first_report: gettext("First report"),
  controlled: gettext("Under control"),
};

function step(target, name, body) {
  say();
  navigator.vibrate?.(60);
  records.tell({ path: stepPath(target, name), body, order: target.id, step: name, label: STEP_NAMES[name] });
}

function unitPath(name) {
  return `/api/units/${feed.state().picture.unit.id}/${name}`;
}

function hear({ kind, entry, order: sent }) {
  const withdrawn = kind === "journal" && entry.kind === "order.withdrawn" && entry.data.order === shownOrder;
  const replaced = kind === "order" && shownOrder && !feed.state().picture.orders[shownOrder];
  if (withdrawn || replaced) {
    say("warning", gettext("Your order was withdrawn."));
    navigator.vibrate?.(RING_PATTERN);
  }
  if (kind === "order") {
    ring();
    driving.readOut(sent.assignment?.type_name, sent.assignment?.place, sent.text);
  }
}

function queuedFor(current) {
  return new Set(records.waiting().filter((item) => item.order === current?.id && item.step).map((item) => item.step));
}

let shownOrder = null;

function renderUnsent() {
  const count = records.waiting().length;
  const many = interpolate(ngettext("%(count)s step not sent yet", "%(count)s steps not sent yet", count), { count });
  setHidden(byId("unsent"), !records.failing() || !count);
  setText(byId("unsent-text"), many);
}

function render() {
  const { picture, ready } = feed.state();
  const current = currentOrder(picture.orders);
  const onUnit = ownUnit.render(picture.unit, current);
  if (onUnit) {
    ownStatus.render(picture.unit, Date.now());
  }
  shownOrder = current?.id ?? null;
  order.render(current, { own, queued: queuedFor(current) });
  told.render(picture.orders, current, answered);
  setHidden(byId("sign-on"), onUnit || !ready || Boolean(current));
  setHidden(byId("free"), Boolean(current) || !onUnit);
  setHidden(byId("chain"), !onUnit && !current);
  setHidden(byId("loading"), ready || onUnit);
  setHidden(byId("sign-off"), !onUnit || Boolean(current));
  found.render(onUnit);
  renderUnsent();
  position.follow(onUnit ? picture.unit.id : null, { onOrder: Boolean(current) });
  help.render(onUnit, { alarm: picture.help, unsent: records.helpWaits() });
  phoneLine.render(position.standing(), onUnit);
  awake.keep(Boolean(current));
}

function answered(one) {
  return progress(one) > 0 || queuedFor(one).size > 0;
}

/** Ring until every order is acknowledged, here or by radio. */
function ring() {
  if (!Object.values(feed.state().picture.orders).every(answered)) {
    navigator.vibrate?.(RING_PATTERN);
    play("order");
  }
}

async function commandUnit(name, body) {
  say();
  try {
    const answer = await command(unitPath(name), body);
    say("warning", answer.warning);
  } catch (problem) {
    say("error", problem.message);
  }
}

byId("sign-off").addEventListener("click", async () => {
  await commandUnit("sign-off", {});
  location.reload();
});
byId("menu").addEventListener("click", () => setHidden(byId("menu-body"), !byId("menu-body").hidden));
document.addEventListener("visibilitychange", () => answerFor(feed.state()));
document.querySelector("[data-log-out]").addEventListener("submit", () => {
  keptPicture.forget(); // what is not sent yet stays
  forgetPage();
});
addEventListener("load", () => keepPage(page.worker));
createSignOn({
  form: byId("sign-on"),
  choices: page,
  scanned: new URLSearchParams(location.search).get("unit"),
  onSigned({ unit, device_token: token }) {
    rememberToken(unit, token);
    feed.refresh();
  },
});
allowSound();
records.flush();
help.resume();
render();
setInterval(ring, RING_MS);
setInterval(render, SHOW_AGAIN_MS);
setInterval(() => {
  link.render();
  driving.heard(null);
  phoneLine.render(position.standing(), Boolean(feed.state().picture.unit));
}, 1000);
