/** Three sounds, made on the spot: an alarm, a new call of the first priority, an order for an officer. */

const TUNES = {
  alarm: [
    [880, 0, 0.18],
    [660, 0.22, 0.18],
    [880, 0.44, 0.18],
  ],
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

let context = null;

function audio() {
  context ??= new AudioContext();
  return context;
}

/** Browsers stay silent until the person has touched the page once. */
export function allowSound() {
  addEventListener("pointerdown", () => audio().resume(), { once: true });
  addEventListener("keydown", () => audio().resume(), { once: true });
}

/** Play one of `alarm`, `urgent`, `order`. Silent where the browser does not allow it yet. */
export function play(tune) {
  if (!context || context.state !== "running") {
    return;
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
}
