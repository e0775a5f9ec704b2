/** Bars between panes: dragged, or moved with the arrow keys; the width is remembered. */

const STEP = 16;
const LEAST = 230;
const MOST_SHARE = 0.4;

/** `property` is the custom property of `grid` that holds the width; `sign` -1 for a pane on the right. */
export function createSplitter(bar, { grid, property, pane, sign }) {
  const name = `splitter-${property}`;

  function set(width) {
    const kept = Math.round(Math.min(Math.max(width, LEAST), innerWidth * MOST_SHARE));
    grid.style.setProperty(property, `${kept}px`);
    localStorage.setItem(name, String(kept));
    bar.setAttribute("aria-valuenow", String(kept));
  }

  function drag(event) {
    const start = event.clientX;
    const width = pane.getBoundingClientRect().width;
    bar.setPointerCapture(event.pointerId);
    bar.onpointermove = (moved) => set(width + sign * (moved.clientX - start));
    bar.onpointerup = () => {
      bar.onpointermove = null;
    };
  }

  bar.addEventListener("pointerdown", drag);
  bar.addEventListener("keydown", ({ key }) => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (direction) {
      set(pane.getBoundingClientRect().width + sign * direction * STEP);
    }
  });
  const kept = Number(localStorage.getItem(name));
  bar.setAttribute("aria-valuenow", String(Math.round(pane.getBoundingClientRect().width)));
  if (kept) {
    set(kept);
  }
}
