/** The names on the vector map: what comes first takes its room, what comes later goes where room is left. */

import { protomapsL } from "./leaflet.js";

const { CenteredTextSymbolizer, CircleSymbolizer, GroupSymbolizer, LineLabelSymbolizer, OffsetTextSymbolizer, exp } = protomapsL ?? {};
const HALO = 1.4; // pixels around letters
const BELOW = 5; // number of TextPlacements.S: under its dot
const byRank = (one, other) => one.rank - other.rank;
const isPoint = ({ geomType }) => geomType === 1;
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

/**
 * The label rules of the layer, most important first.
 *
 * @param colours   the `--map-*` tokens by their names
 * @param font      a list of font families
 * @param language  of the page: English pages show English names where there are some
 */
export function labelRules(colours, { font, language }) {
  const labelProps = language.startsWith("en") ? ["name_en", "name"] : ["name"];
  const text = (fill, size, more = {}) => ({ labelProps, fontFamily: font, fontSize: size, fill, stroke: colours.halo, width: HALO, lineHeight: 1.25, ...more });
  const kindIn = (kinds) => {
    const wanted = new Set(kinds);
    return ({ props }) => wanted.has(props.kind);
  };
  const rule = (dataLayer, wanted, symbolizer, more = {}) => ({ dataLayer, filter: (_zoom, feature) => wanted(feature), symbolizer, sort: byRank, ...more });

  const places = PLACES.map(({ kinds, from, to, size, weight }) =>
    rule("places", kindIn(kinds), new CenteredTextSymbolizer(text(colours.label, exp(1, size), { fontWeight: weight, maxLineChars: 14 })), { minzoom: from, maxzoom: to }),
  );
  const streets = STREETS.map(({ kinds, from, size, every }) => {
    const isOfThem = kindIn(kinds);
    const look = text(colours["label-road"], exp(1, size), { width: 2 * HALO, position: 2, repeatDistance: every });
    return rule("roads", (feature) => isOfThem(feature) && isLine(feature), new LineLabelSymbolizer(look), { minzoom: from });
  });
  const pois = POIS.map(({ kinds, colour }) =>
    rule(
      "pois",
      kindIn(kinds),
      new GroupSymbolizer([
        new CircleSymbolizer({ radius: 2.8, fill: colours[colour], stroke: colours.halo, width: 1.2 }),
        new OffsetTextSymbolizer(text(colours[colour], 11, { placements: [BELOW], offsetY: 6, maxLineChars: 16 })),
      ]),
    ),
  );
  const quiet = (kinds, colour, size = 11) => rule("pois", kindIn(kinds), new CenteredTextSymbolizer(text(colour, size, { maxLineChars: 12 })));
  const water = (feature) => isLine(feature) && Boolean(feature.props.name);
  const waterNames = new LineLabelSymbolizer(text(colours["label-water"], 11.5, { fontStyle: "italic", width: 2 * HALO, position: 2, repeatDistance: 500 }));
  const numbers = new CenteredTextSymbolizer({ ...text(colours["label-quiet"], 10), labelProps: ["name"] });
  return [
    ...places.slice(0, 3),
    ...pois.slice(0, 3),
    ...streets.slice(0, 2),
    ...places.slice(3),
    quiet(["park"], colours["label-green"]),
    quiet(["water"], colours["label-water"]),
    rule("water", water, waterNames, { minzoom: 11 }),
    streets[2],
    ...pois.slice(3),
    quiet(["estate", "building"], colours["label-quiet"]),
    rule("pois", (feature) => isPoint(feature) && feature.props.kind === "number", numbers, { minzoom: 18 }),
  ];
}
