/** When a page is drawn again. */

/** `now()`: with the next frame. `soon()`: too, unless `render` ran within `everyMs`; then once that has passed. */
export function createFrames(render, everyMs) {
  let frame = null;
  let later = null;
  let lastMs = -Infinity;

  function draw() {
    frame = null;
    clearTimeout(later);
    later = null;
    lastMs = performance.now();
    render();
  }

  function now() {
    frame ??= requestAnimationFrame(draw);
  }

  function soon() {
    const waitMs = lastMs + everyMs - performance.now();
    if (waitMs <= 0) {
      now();
    } else {
      later ??= setTimeout(now, waitMs);
    }
  }

  return { now, soon };
}
