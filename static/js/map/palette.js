/** The colours of the page, for canvases: read from the tokens, again when day turns to night. */

const NAMES = ["green", "teal", "amber", "blue", "violet", "grey", "red"];
const MAP = [
  ...["ground", "water", "water-line", "green", "wood", "grass", "sand", "pitch", "farm"],
  ...["residential", "commercial", "industrial", "civic", "medical", "school", "plaza", "paved"],
  ...["building", "building-edge", "road", "road-edge", "road-large", "road-large-edge", "road-fast", "road-fast-edge"],
  ...["tunnel", "path", "rail", "border", "label", "label-road", "label-quiet", "label-water", "label-green", "halo"],
  ...["poi-care", "poi-duty", "poi-travel", "poi-school", "poi-other"],
];

function read() {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    tones: Object.fromEntries(NAMES.map((name) => [name, token(`tone-${name}`)])),
    map: Object.fromEntries(MAP.map((name) => [name, token(`map-${name}`)])),
    halo: token("map-halo"),
    text: token("text"),
    focus: token("focus"),
    font: token("font"),
  };
}

/** `current()` gives the colours; `onChange` is told when they are others, and so is whoever `follow`s. */
export function createPalette(onChange) {
  const followers = [onChange];
  let palette = read();
  const again = () => {
    palette = read();
    followers.forEach((follower) => follower());
  };
  addEventListener("themechange", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  return { current: () => palette, follow: (follower) => followers.push(follower) };
}
