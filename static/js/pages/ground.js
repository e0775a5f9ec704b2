/** The desk's ground page: wires the list, the map with its editor, the panel and the keys. */

import { byId, pageData, setHidden } from "../lib/dom.js";
import { keyOf, kindName, titleOf } from "../lib/ground.js";
import { DRAWN_AS, retirement } from "../lib/ground_commands.js";
import { changed, editDraft, isUnsaved, newDraft, onTopOf, presentOf, redone, splitDraft, undone, valuesOfFeature } from "../lib/ground_draft.js";
import { command, get } from "../lib/http.js";
import { gettext, interpolate } from "../lib/words.js";
import { followGround } from "../live/ground.js";
import { createDeskMap } from "../map/desk_map.js";
import { createAsk } from "../ui/ask.js";
import { renderButtons } from "../ui/ground_buttons.js";
import { followKeys, followPressed } from "../ui/ground_keys.js";
import { fillLegend } from "../ui/ground_legend.js";
import { createGroundList } from "../ui/ground_list.js";
import { createPanel } from "../ui/ground_panel.js";
import { CHANGED_MEANWHILE, saveDraft } from "../ui/ground_save.js";
import { createNotice, messageNode } from "../ui/notice.js";

const OTHERS_MS = 20000;
const page = pageData("page");
const say = createNotice(byId("messages"));
const ask = createAsk(byId("ask"));
let features = [];
let draft = null;
let editing = false;
let busy = false;

const map = createDeskMap({ node: byId("map"), source: page.map, onChoose: choose, onStep: (drawn) => take(changed(draft, drawn), { drawn: true }) });
const panel = createPanel({
  root: byId("panel"),
  legend: byId("legend"),
  title: byId("panel-title"),
  hint: byId("shape-hint"),
  corners: page.may_plan ? byId("corners") : null,
  onValues: (values) => take(changed(draft, { values })),
  onShape: (shape) => take(changed(draft, { shape }), { edit: true }),
});
const list = createGroundList({
  filters: byId("filters"),
  search: byId("search"),
  list: byId("things"),
  empty: byId("empty"),
  count: byId("count"),
  onChoose: choose,
  onKinds: map.show,
});

const featureOf = ({ thing }) => features.find((one) => one.id === thing.id && one.properties.kind === thing.kind);

const showButtons = (known) => page.may_plan && renderButtons({ draft, mayEdit: known?.properties.may_edit, editing, drawing: map.editor.isDrawing() });

/** Show the draft everywhere. After a step on the map itself the map is as it should be already. */
function take(next, { drawn = false, edit = editing } = {}) {
  draft = next;
  editing = edit;
  const { shape, corners } = presentOf(draft);
  const known = featureOf(draft);
  if (!drawn) {
    map.hide(known && editing && draft.action === "edit" ? keyOf(known) : null);
    if (!editing) {
      map.editor.show(null);
    } else if (shape) {
      map.editor.show(shape);
    } else {
      map.editor.draw(draft.action === "split" ? "Line" : DRAWN_AS[draft.thing.kind], corners);
    }
  }
  panel.render(draft, known, { editing, drawing: map.editor.isDrawing() });
  showButtons(known);
}

/** Whether what is drafted may be left: nothing is unsaved, or the person lets it go. */
async function mayLeave() {
  const lost = gettext("What you changed is not saved yet. Let it go?");
  return !isUnsaved(draft) || ask(lost, gettext("Let it go"));
}

function close() {
  draft = null;
  editing = false;
  map.editor.show(null);
  map.hide(null);
  map.choose(null);
  list.choose(null);
  panel.close();
  showButtons();
}

async function choose(feature) {
  if (draft?.thing.id === feature.id && draft.action === "edit") {
    return;
  }
  if (await mayLeave()) {
    say();
    open(feature);
  }
}

function open(feature) {
  close();
  const { kind, may_edit: mayEdit } = feature.properties;
  const locked = !page.may_plan || !mayEdit || kind === "caution";
  const values = panel.open(kind, valuesOfFeature(feature), { features, without: feature.id, locked });
  map.look(keyOf(feature));
  map.choose(keyOf(feature));
  list.choose(keyOf(feature));
  take(editDraft(feature, values));
}

async function create(kind) {
  if (!(await mayLeave())) {
    return;
  }
  say();
  close();
  const values = panel.open(kind, {}, { features, locked: false });
  take(newDraft(kind, values), { edit: true });
  panel.focus();
}

async function split() {
  const feature = featureOf(draft);
  if (await mayLeave()) {
    const values = panel.open("split", { code: "", name: "" }, { features, locked: false });
    take(splitDraft(feature, values), { edit: true });
  }
}

function show(ground) {
  features = ground.features;
  setHidden(byId("loading"), true);
  list.set(ground);
  map.setGround(ground);
}

const reload = async () => show(await get("/api/zones"));

/** Do one thing with the server; what went wrong is said beside the form. */
async function attempt(action) {
  if (busy) {
    return;
  }
  busy = true;
  say();
  try {
    await action();
  } catch (problem) {
    if (problem.code === CHANGED_MEANWHILE) {
      await loadTheirs(problem);
    } else {
      say("error", problem.message);
    }
  } finally {
    busy = false;
  }
}

async function save() {
  if (!panel.isValid()) {
    return;
  }
  if (!presentOf(draft).shape) {
    say("error", gettext("Draw it on the map first, or type its coordinates."));
    return;
  }
  await attempt(async () => {
    const { kind } = draft.thing;
    const { id, warnings } = await saveDraft(draft, (next) => (draft = next));
    close();
    await reload();
    const saved = features.find((one) => one.id === id && one.properties.kind === kind);
    if (saved) {
      open(saved);
    }
    byId("messages").replaceChildren(messageNode("done", gettext("Saved.")), ...warnings.map((text) => messageNode("warning", text)));
  });
}

/** Somebody else was faster: theirs is shown, ours is one undo away. */
async function loadTheirs(problem) {
  await reload();
  const feature = featureOf(draft);
  if (feature) {
    take(onTopOf(draft, feature), { edit: true });
  }
  say("warning", problem.message, gettext("The newer shape is loaded. Undo brings yours back, to be saved over it."));
}

async function retire() {
  const feature = featureOf(draft);
  const question = gettext("Take “%(title)s” (%(kind)s) out of use? What happened there stays on record.");
  if (await ask(interpolate(question, { title: titleOf(feature), kind: kindName(draft.thing.kind) }), gettext("Take out of use"))) {
    await attempt(async () => {
      const { path, body } = retirement(draft.thing);
      await command(path, body);
      close();
      await reload();
      say("done", gettext("Taken out of use."));
    });
  }
}

/** Esc: give up the drawing, then the changes to the shape, then the choice. */
async function cancel() {
  if (!draft) {
    return;
  }
  const { shape, corners } = presentOf(draft);
  if (draft.action === "edit" && editing) {
    take(changed(draft, { shape: draft.before.shape }), { edit: false });
  } else if (draft.action !== "edit" && (shape || corners.length)) {
    take(changed(draft, { corners: [] }));
  } else if (draft.action === "split") {
    await discard();
  } else if (await mayLeave()) {
    close();
  }
}

async function discard() {
  if (await mayLeave()) {
    const known = featureOf(draft);
    close();
    say();
    known && open(known);
  }
}

const toggleShape = () => take(draft, { edit: !editing });
const travel = (move) => draft && take(move(draft));

fillLegend({ classes: byId("legend-classes"), marks: byId("legend-marks"), rings: byId("legend-rings"), map: byId("map") });
byId("close").addEventListener("click", async () => (await mayLeave()) && close());
if (page.may_plan) {
  const clicks = { undo: () => travel(undone), redo: () => travel(redone), save, discard, split, retire, "edit-shape": toggleShape };
  Object.entries(clicks).forEach(([id, click]) => byId(id).addEventListener("click", click));
  document.querySelectorAll("[data-new]").forEach((node) => node.addEventListener("click", () => create(node.dataset.new)));
  followPressed(byId("snap"), map.editor.snap);
  followPressed(byId("drag"), map.editor.drag);
  followKeys({ undo: clicks.undo, redo: clicks.redo, cancel });
}
addEventListener("beforeunload", (event) => isUnsaved(draft) && event.preventDefault());
attempt(reload);
/** What others change meanwhile, and another map, are shown while nothing is drafted here. */
const others = followGround({ onGround: (ground) => draft || show(ground), onProblem: (problem) => say("warning", problem.message) });
setInterval(() => draft || document.hidden || others.load(), OTHERS_MS);
