/** The lock of a driver's device, and the passenger who opens it. */

import { setHidden } from "../lib/dom.js";
import { PARKED, asPassenger, heardSpeed, isLocked } from "../lib/driving.js";
import { language } from "../lib/words.js";

/**
 * @param root        the section that stands in for what is hidden
 * @param onPassenger told when somebody rides along, once a trip
 */
export function createDriving({ root, onPassenger }) {
  let trip = PARKED;

  function render() {
    setHidden(root, !isLocked(trip));
    document.body.toggleAttribute("data-driving", isLocked(trip));
  }

  root.querySelector("button").addEventListener("click", () => {
    trip = asPassenger(trip);
    render();
    onPassenger();
  });

  return {
    heard(speed) {
      trip = heardSpeed(trip, speed, Date.now());
      render();
    },
    /** To a driver an order is read out, as far as the phone has a voice of its own. */
    readOut(...texts) {
      if (isLocked(trip) && globalThis.speechSynthesis) {
        const words = new SpeechSynthesisUtterance(texts.filter(Boolean).join(". "));
        words.lang = language;
        speechSynthesis.speak(words);
      }
    },
  };
}
