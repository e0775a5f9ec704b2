/** Sounds, made on the spot: something overdue, a new call of the first priority, an emergency, an order for an officer. */

const TUNES = {
  emergency: [
    [880, 0, 0.18],
    [660, 0.22, 0.18],
    [880, 0.44, 0.18],
  ],
  overdue: [[740, 0, 0.3]],
  urgent: [
    [660, 0, 0.16],
    [880, 0.2, 0.24],
  ],
  order: [
    [740, 0, 0.2],
    [990, 0.25, 0.3],
  ],
};
const LOUDNESS = 0.25;
const NEVER_MUTED = new Set(["emergency", "order"]);

let context = null;
let muted = false;

/** Keep all quiet but what must be heard: an emergency, an order. */
export function mute(quiet) {
  muted = quiet;
}

function audio() {
  context ??= new AudioContext();
  return context;
}

/** Browsers stay silent until the person has touched the page once. */
export function allowSound() {
  addEventListener("pointerdown", () => audio().resume(), { once: true });
  addEventListener("keydown", () => audio().resume(), { once: true });
}

/** Play one of the tunes. Gives whether it was heard: not where it is muted, or the browser does not allow it yet. */
export function play(tune) {
  if (context?.state !== "running" || (muted && !NEVER_MUTED.has(tune))) {
    return false;
  }
  for (const [pitch, after, length] of TUNES[tune]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const start = context.currentTime + after;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(LOUDNESS, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + length);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + length);
  }
  return true;
}
