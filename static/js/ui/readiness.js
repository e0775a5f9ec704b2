/** The gauge in the strip: people on the street of those on duty, and the line they should reach (F28). */

import { setHidden, setText } from "../lib/dom.js";
import { readinessOf } from "../lib/readiness.js";
import { gettext, interpolate } from "../lib/words.js";

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

/** `target` is the share of those on duty that should be on the street, 0 to 1. */
export function createReadiness({ root, target }) {
  const figure = root.querySelector("[data-part=figure]");
  root.style.setProperty("--target", target);

  return {
    render({ picture }) {
      const { onStreet, onDuty } = readinessOf(Object.values(picture.units));
      const share = onDuty ? onStreet / onDuty : 0;
      const words = gettext("%(street)s of %(duty)s people on duty are on the street: %(share)s, %(target)s are meant");
      setHidden(root, !onDuty);
      setText(figure, `${onStreet}/${onDuty}`);
      root.style.setProperty("--share", share);
      root.toggleAttribute("data-short", share < target);
      root.setAttribute("aria-valuenow", share.toFixed(3));
      root.title = interpolate(words, { street: onStreet, duty: onDuty, share: percent(share), target: percent(target) });
      root.setAttribute("aria-valuetext", root.title);
    },
  };
}
