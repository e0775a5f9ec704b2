/** The names on the vector map: what comes first takes its room, what comes later goes where room is left. */

import { protomapsL } from "./leaflet.js";
import { StreetLabel } from "./street_label.js";

const { CenteredTextSymbolizer, CircleSymbolizer, GroupSymbolizer, OffsetTextSymbolizer, exp } = protomapsL ?? {};
const HALO = 1.4; // pixels around letters
const BELOW = 5; // number of TextPlacements.S: under its dot
const ONCE_WITHIN = 160; // pixels
const byRank = (one, other) => one.rank - other.rank;
const isLine = ({ geomType }) => geomType === 2;

const PLACES = [
  { kinds: ["city"], from: 4, to: 13, size: [[4, 12], [10, 20], [13, 24]], weight: 600 },
  { kinds: ["town", "borough", "district"], from: 9, to: 15, size: [[9, 11], [14, 17]], weight: 600 },
  { kinds: ["suburb", "island"], from: 11, to: 16, size: [[11, 11], [15, 15]], weight: 500 },
  { kinds: ["quarter", "village"], from: 12, to: 17, size: [[12, 11], [16, 14]], weight: 500 },
  { kinds: ["neighbourhood", "hamlet", "locality", "square"], from: 13, to: 18, size: [[13, 11], [17, 13]], weight: 400 },
];

const STREETS = [
  { kinds: ["motorway", "trunk", "primary"], from: 12, size: [[12, 10.5], [18, 14]], every: 420 },
  { kinds: ["secondary", "tertiary"], from: 13, size: [[13, 10.5], [18, 13.5]], every: 360 },
  { kinds: ["minor", "pedestrian", "service", "path"], from: 15, size: [[15, 10.5], [18, 12.5]], every: 320 },
];

// What a dispatcher looks for has a colour of its own; the rest is quiet.
const POIS = [
  { kinds: ["police", "fire", "government"], colour: "poi-duty" },
  { kinds: ["hospital"], colour: "poi-care" },
  { kinds: ["station", "airport", "entrance"], colour: "poi-travel" },
  { kinds: ["school"], colour: "poi-school" },
  { kinds: ["mall", "sport", "sight", "shop", "hotel", "worship", "food", "peak"], colour: "poi-other" },
];

/** The same name again nearby is one too many: a label that the layer leaves out then. */
class Once {
  constructor(symbolizer, nameOf) {
    this.symbolizer = symbolizer;
    this.nameOf = nameOf;
  }

  place(layout, geom, feature) {
    const labels = this.symbolizer.place(layout, geom, feature);
    labels?.forEach((label) => Object.assign(label, { deduplicationKey: this.nameOf(feature.props), deduplicationDistance: ONCE_WITHIN }));
    return labels;
  }
}

function kindIn(kinds) {
  const wanted = new Set(kinds);
  return ({ props }) => wanted.has(props.kind);
}

function rule(dataLayer, wanted, symbolizer, more = {}) {
  return { dataLayer, filter: (_zoom, feature) => wanted(feature), symbolizer, sort: byRank, ...more };
}

/** What the rules have in common: fonts, halo, and in which language a name is read. */
function createWriter(colours, { font, language }) {
  const labelProps = language.startsWith("en") ? ["name_en", "name"] : ["name"];
  const nameOf = (props) => props[labelProps.find((key) => props[key])];
  const text = (fill, size, more) => ({ labelProps, fontFamily: font, fontSize: size, fill, stroke: colours.halo, width: HALO, lineHeight: 1.35, ...more });
  return {
    centred: (fill, size, more) => new Once(new CenteredTextSymbolizer(text(fill, size, more)), nameOf),
    dotted(fill) {
      const dot = new CircleSymbolizer({ radius: 2.8, fill, stroke: colours.halo, width: 1.2 });
      return new Once(new GroupSymbolizer([dot, new OffsetTextSymbolizer(text(fill, 11, { placements: [BELOW], offsetY: 6, maxLineChars: 16 }))]), nameOf);
    },
    along(fill, size, every, style = "") {
      const look = { fill, halo: colours.halo, haloWidth: 2 * HALO, every, nameOf };
      return new StreetLabel({ ...look, font: (zoom) => `${style} ${size(zoom)}px ${font}` });
    },
  };
}

/**
 * The label rules of the layer, most important first.
 *
 * @param colours   the `--map-*` tokens by their names
 * @param reader    `{font, language}`: a list of font families; English pages show English names where there are some
 */
export function labelRules(colours, reader) {
  const { centred, dotted, along } = createWriter(colours, reader);
  const places = PLACES.map(({ kinds, from, to, size, weight }) =>
    rule("places", kindIn(kinds), centred(colours.label, exp(1, size), { fontWeight: weight, maxLineChars: 14 }), { minzoom: from, maxzoom: to }),
  );
  const streets = STREETS.map(({ kinds, from, size, every }) => rule("roads", kindIn(kinds), along(colours["label-road"], exp(1, size), every), { minzoom: from }));
  const pois = POIS.map(({ kinds, colour }) => rule("pois", kindIn(kinds), dotted(colours[colour])));
  const quiet = (kinds, colour, size = 11) => rule("pois", kindIn(kinds), centred(colours[colour], size, { maxLineChars: 12 }));
  return [
    ...places.slice(0, 3),
    ...pois.slice(0, 3),
    ...streets.slice(0, 2),
    ...places.slice(3),
    quiet(["park"], "label-green"),
    quiet(["water"], "label-water"),
    rule("water", isLine, along(colours["label-water"], () => 11.5, 500, "italic"), { minzoom: 11 }),
    streets[2],
    ...pois.slice(3),
    quiet(["estate", "building"], "label-quiet"),
    { ...quiet(["number"], "label-quiet", 10), minzoom: 18 },
  ];
}
