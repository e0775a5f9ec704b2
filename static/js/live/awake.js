/** Keeps the screen on while the crew follows an order, where the browser can. The browser lets go when it is hidden. */

export function createAwake() {
  let wanted = false;
  let lock = null;
  let asking = false;

  async function hold() {
    if (!wanted || lock || asking || !navigator.wakeLock || document.visibilityState !== "visible") {
      return;
    }
    asking = true;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => (lock = null));
    } catch {
      lock = null; // a battery nearly empty: the next look at the page asks again
    }
    asking = false;
  }

  document.addEventListener("visibilitychange", hold);

  return {
    keep(on) {
      wanted = on;
      if (on) {
        hold();
      } else {
        lock?.release();
      }
    },
  };
}
