/** The colours of the page, for canvases: read from the tokens, again when day turns to night. */

const NAMES = ["green", "teal", "amber", "blue", "violet", "grey", "red"];

function read() {
  const style = getComputedStyle(document.documentElement);
  const tones = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--tone-${name}`).trim()]));
  return {
    tones,
    halo: style.getPropertyValue("--map-halo").trim(),
    text: style.getPropertyValue("--text").trim(),
    focus: style.getPropertyValue("--focus").trim(),
    font: style.getPropertyValue("--font").trim(),
  };
}

/** `current()` gives the colours; `onChange` is told when they are others. */
export function createPalette(onChange) {
  let palette = read();
  const again = () => {
    palette = read();
    onChange();
  };
  addEventListener("themechange", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  return { current: () => palette };
}
