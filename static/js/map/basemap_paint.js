/** How the ground of the vector map is painted: from the fields at the bottom up to the motorways. Widths in pixels. */

import { protomapsL } from "./leaflet.js";

const POINTS = { line: 2, polygon: 3 };
const { PolygonSymbolizer, LineSymbolizer, exp } = protomapsL ?? {};

/** A width that grows with the map's zoom: `[[zoom, pixels], ...]`. */
const growing = (stops) => exp(1.5, stops);

function fill(dataLayer, kinds, colour, { from = 0, edge, edgeFrom = 16 } = {}) {
  const wanted = new Set(kinds);
  return {
    dataLayer,
    minzoom: from,
    filter: (_zoom, { props, geomType }) => geomType === POINTS.polygon && wanted.has(props.kind),
    symbolizer: new PolygonSymbolizer({ fill: colour, stroke: edge ?? colour, width: (zoom) => (edge && zoom >= edgeFrom ? 0.7 : 0) }),
  };
}

function line(dataLayer, wanted, { colour, width, from = 0, dash, cap = "round", opacity = 1 }) {
  return {
    dataLayer,
    minzoom: from,
    filter: (_zoom, { props, geomType }) => geomType === POINTS.line && wanted(props),
    symbolizer: new LineSymbolizer({ color: colour, width, dash, opacity, lineCap: cap, lineJoin: "round" }),
  };
}

// The classes of roads from the least: first map zoom, width, and which of the colours.
const ROADS = [
  { kinds: ["service"], from: 14, width: [[14, 0.6], [16, 2.4], [18, 7], [20, 18]], look: "road" },
  { kinds: ["pedestrian"], from: 14, width: [[14, 0.8], [16, 3], [18, 8], [20, 20]], look: "plaza" },
  { kinds: ["minor"], from: 12, width: [[12, 0.5], [14, 1.5], [16, 5], [18, 13], [20, 34]], look: "road" },
  { kinds: ["tertiary"], from: 11, width: [[11, 0.6], [13, 1.7], [15, 4.5], [17, 11], [20, 40]], look: "road" },
  { kinds: ["secondary"], from: 9, width: [[9, 0.5], [12, 1.7], [14, 4], [16, 9], [18, 18], [20, 46]], look: "road" },
  { kinds: ["primary"], from: 8, width: [[8, 0.6], [12, 2.2], [14, 5], [16, 11], [18, 22], [20, 54]], look: "road-large" },
  { kinds: ["trunk", "motorway"], from: 5, width: [[5, 0.6], [9, 1.4], [12, 3], [14, 6], [16, 12], [18, 24], [20, 60]], look: "road-fast" },
];
const CASED_FROM = 12;
const LINK_SHARE = 0.6;
const TUNNEL_SHARE = 0.55;
const CASING = [[12, 0.6], [16, 1.4], [20, 3]];

function roadRules(colours) {
  const casing = growing(CASING);
  const classes = ROADS.map(({ kinds, from, width, look }) => ({ is: new Set(kinds), from, width: growing(width), look }));
  const fillOf = (look) => colours[look];
  const edgeOf = (look) => colours[look === "plaza" ? "road-edge" : `${look}-edge`];
  const onForm = (is, form) => (props) => is.has(props.kind) && (props.form ?? "") === form;
  const share = (form) => (form === "link" ? LINK_SHARE : 1);
  const edges = (form, cap) =>
    classes.map(({ is, from, width, look }) =>
      line("roads", onForm(is, form), { colour: edgeOf(look), width: (zoom) => width(zoom) * share(form) + 2 * casing(zoom), from: Math.max(from, CASED_FROM), cap }),
    );
  const fills = (form) =>
    classes.map(({ is, from, width, look }) =>
      line("roads", onForm(is, form), { colour: fillOf(look), width: (zoom) => width(zoom) * share(form), from: form === "link" ? Math.max(from, CASED_FROM) : from }),
    );
  const tunnels = classes.map(({ is, from, width }) =>
    line("roads", onForm(is, "tunnel"), { colour: colours.tunnel, width: (zoom) => width(zoom) * TUNNEL_SHARE, from, dash: [6, 3], cap: "butt" }),
  );
  const path = (props) => props.kind === "path" && props.form !== "tunnel";
  const runway = (props) => props.kind === "runway" || props.kind === "taxiway";
  return [
    line("roads", runway, { colour: colours.paved, width: growing([[10, 1], [13, 6], [16, 40]]), cap: "butt" }),
    ...tunnels,
    line("roads", path, { colour: colours.path, width: growing([[15, 0.7], [18, 2], [20, 4]]), from: 15, dash: [3, 2], cap: "butt" }),
    ...edges("link", "butt"),
    ...edges("", "butt"),
    ...fills("link"),
    ...fills(""),
    ...edges("bridge", "butt"),
    ...fills("bridge"),
  ];
}

function railRules(colours) {
  const over = (kinds) => (props) => kinds.includes(props.kind) && props.form !== "tunnel";
  const heavy = ["rail", "light_rail", "monorail"];
  const width = growing([[9, 0.6], [13, 1.2], [16, 2.4], [20, 6]]);
  return [
    line("railways", over(heavy), { colour: colours.rail, width, from: 9, cap: "butt" }),
    line("railways", over(heavy), { colour: colours.ground, width: (zoom) => width(zoom) * 0.55, from: 13, dash: [6, 6], cap: "butt" }),
    line("railways", over(["tram", "funicular", "subway"]), { colour: colours.rail, width: growing([[13, 0.6], [18, 1.6]]), from: 13, cap: "butt" }),
    line("railways", (props) => props.form === "tunnel", { colour: colours.rail, width: growing([[11, 0.6], [18, 1.6]]), from: 12, dash: [5, 4], cap: "butt", opacity: 0.6 }),
  ];
}

function groundRules(colours) {
  const landuse = (kinds, colour, options) => fill("landuse", kinds, colour, options);
  const green = (kinds, colour, options) => fill("green", kinds, colour, options);
  return [
    landuse(["residential"], colours.residential),
    landuse(["industrial", "railway"], colours.industrial),
    landuse(["commercial"], colours.commercial),
    landuse(["airport"], colours.industrial),
    green(["farm"], colours.farm),
    green(["wood", "wetland"], colours.wood),
    green(["park", "cemetery"], colours.green),
    landuse(["civic"], colours.civic),
    landuse(["medical"], colours.medical),
    landuse(["school", "sport"], colours.school),
    green(["grass"], colours.grass),
    green(["pitch"], colours.pitch),
    green(["sand"], colours.sand),
    landuse(["parking"], colours.paved, { from: 15 }),
  ];
}

function waterRules(colours) {
  const width = growing([[8, 0.6], [12, 1.6], [16, 6], [20, 20]]);
  return [
    line("water", (props) => props.kind === "river" || props.kind === "canal", { colour: colours["water-line"], width, from: 8 }),
    line("water", (props) => props.kind === "stream", { colour: colours["water-line"], width: growing([[13, 0.6], [18, 3]]), from: 13 }),
    fill("water", ["sea", "lake", "river", "pool"], colours.water),
  ];
}

/** The paint rules of the layer, lowest first. `colours` are the `--map-*` tokens by their names. */
export function paintRules(colours) {
  return [
    ...groundRules(colours),
    ...waterRules(colours),
    fill("landuse", ["pier"], colours.ground),
    line("landuse", (props) => props.kind === "pier", { colour: colours.ground, width: growing([[14, 1], [18, 6]]), from: 14 }),
    fill("landuse", ["plaza"], colours.plaza, { from: 14 }),
    fill("buildings", ["building"], colours.building, { from: 14, edge: colours["building-edge"] }),
    ...roadRules(colours),
    ...railRules(colours),
    line("boundaries", () => true, { colour: colours.border, width: growing([[4, 0.8], [12, 1.4], [18, 2]]), dash: [8, 3, 2, 3], cap: "butt", opacity: 0.7 }),
  ];
}
