/** Which layers of the ground are seen on the map; kept on this machine. */

import { el, icon } from "../lib/dom.js";
import { KINDS, kindsName } from "../lib/ground.js";
import { gettext } from "../lib/words.js";

const KEPT = "map-layers-off";

/**
 * Put the switch into `place`.
 *
 * @param onKinds  told the kinds to show, at once and after every change
 */
export function createLayerSwitch({ place, onKinds }) {
  const off = new Set(JSON.parse(localStorage.getItem(KEPT) ?? "[]"));
  const tell = () => onKinds(KINDS.filter((kind) => !off.has(kind)));

  function change(kind, shown) {
    shown ? off.delete(kind) : off.add(kind);
    localStorage.setItem(KEPT, JSON.stringify([...off]));
    tell();
  }

  const boxes = KINDS.map((kind) => {
    const box = el("input", { type: "checkbox", checked: !off.has(kind) });
    box.addEventListener("change", () => change(kind, box.checked));
    return el("label", { class: "layer" }, box, kindsName(kind));
  });
  const name = gettext("Layers");
  place.append(
    el("details", { class: "layers" }, el("summary", { class: "button", "aria-label": name, title: name }, icon("stack-2")), el("div", { class: "layers-list" }, boxes)),
  );
  tell();
}
