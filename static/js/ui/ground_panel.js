/** The panel of one thing: its form, its coordinates, its buttons; and the legend while nothing is chosen. */

import { setHidden, setText } from "../lib/dom.js";
import { asText, cornersOf, isPlain, shapeFrom } from "../lib/corners.js";
import { titleOf, kindName } from "../lib/ground.js";
import { DRAWN_AS } from "../lib/ground_commands.js";
import { presentOf } from "../lib/ground_draft.js";
import { gettext, interpolate } from "../lib/words.js";
import { fill, lock, offerZones, showForm, valuesOf } from "./ground_form.js";

function titleFor({ action, thing }, feature) {
  const kind = kindName(thing.kind);
  const texts = {
    create: gettext("New: %(kind)s"),
    edit: "%(title)s",
    split: gettext("Split: %(title)s"),
  };
  return interpolate(texts[action], { kind, title: feature ? titleOf(feature) : "" });
}

/** What to do next, in one line. */
function hintFor({ action, thing }, { shape }, { drawing, editing }) {
  const drawn = action === "split" ? "Line" : DRAWN_AS[thing.kind];
  const texts = {
    Polygon: gettext("Click the corners on the map. Click the first corner again, or press Enter, to finish."),
    Line: gettext("Click along the line on the map. Click the last corner again, or press Enter, to finish."),
    Marker: gettext("Click the place on the map."),
  };
  if (drawing) {
    return texts[drawn];
  }
  return editing && shape && drawn !== "Marker" ? gettext("Drag corners to move them, drag the middle of an edge to add one, right-click a corner to remove it.") : "";
}

/**
 * @param root      the panel
 * @param onValues  told `(values)` after a field was changed
 * @param onShape   told the shape that was typed as coordinates
 */
export function createPanel({ root, legend, title, hint, corners, onValues, onShape }) {
  const forms = [...root.querySelectorAll("form[data-form]")];
  const defaults = new Map(forms.map((form) => [form.dataset.form, valuesOf(form)]));
  let form = null;
  let drawnAs = "Polygon";

  forms.forEach((one) => {
    one.addEventListener("submit", (event) => event.preventDefault());
    one.addEventListener("change", () => onValues(valuesOf(one)));
  });
  corners?.addEventListener("change", () => {
    const shape = shapeFrom(corners.value, drawnAs);
    corners.setAttribute("aria-invalid", String(!shape && corners.value.trim() !== ""));
    if (shape) {
      onShape(shape);
    }
  });

  return {
    /** The form of a kind, filled; gives its values, as they are compared later. */
    open(name, values, { features, without, locked }) {
      form = showForm(forms, name);
      offerZones(form, features, without);
      fill(form, { ...defaults.get(name), ...values });
      lock(form, locked);
      setHidden(legend, true);
      setHidden(root, false);
      return valuesOf(form);
    },
    close() {
      form = showForm(forms, null);
      setHidden(root, true);
      setHidden(legend, false);
    },
    isValid: () => form.reportValidity(),
    focus: () => form.querySelector("input, textarea")?.focus({ preventScroll: true }),
    /** Show a draft after a step. */
    render(draft, feature, view) {
      const { values, shape, corners: placed } = presentOf(draft);
      drawnAs = draft.action === "split" ? "Line" : DRAWN_AS[draft.thing.kind];
      setText(title, titleFor(draft, feature));
      setText(hint, hintFor(draft, presentOf(draft), view));
      fill(form, values);
      if (corners) {
        corners.value = asText(shape && isPlain(shape) ? cornersOf(shape) : placed ?? []);
        corners.readOnly = !isPlain(shape);
        corners.removeAttribute("aria-invalid");
      }
    },
  };
}
