/** What a draft of the ground asks the server to do: pure, one command a change. */

const FOLDER = { zone: "zones", beat: "beats", point: "points", route: "routes", caution: "cautions" };
const REDRAW = { zone: "reshape", beat: "reshape", point: "move", route: "redraw" };
const RETIRE = { caution: "withdraw" };

/** How each kind is drawn. */
export const DRAWN_AS = { zone: "Polygon", beat: "Polygon", point: "Marker", route: "Line", caution: "Marker" };

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function changedOf(values, before) {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => !same(value, before[name])));
}

export function addressOf({ kind, id }, verb) {
  return id ? `/api/${FOLDER[kind]}/${id}/${verb}` : `/api/${FOLDER[kind]}`;
}

/**
 * The commands that save a draft, in order.
 *
 * @param action  `create`, `edit` or `split`
 * @param thing   `{kind, id, version}` of what is drafted; without `id` while it is new
 * @param before  `{values, shape}` as the server knows them
 * @param draft   `{values, shape}` as drafted; `shape` is GeoJSON in WGS-84
 */
export function commandsFor({ action, thing, before, draft }) {
  const { values, shape } = draft;
  const drawn = { shape, datum: "wgs84" };
  if (action === "create") {
    return [{ path: addressOf(thing), body: { ...values, ...drawn } }];
  }
  if (action === "split") {
    const body = { line: shape, datum: "wgs84", code: values.code, name: values.name, version: thing.version };
    return [{ path: addressOf(thing, "split"), body }];
  }
  const redrawn = !same(shape, before.shape);
  const changed = changedOf(values, before.values);
  const seen = redrawn ? {} : { version: thing.version };
  return [
    ...(redrawn ? [{ path: addressOf(thing, REDRAW[thing.kind]), body: { ...drawn, version: thing.version } }] : []),
    ...(Object.keys(changed).length ? [{ path: addressOf(thing, "edit"), body: { ...changed, ...seen } }] : []),
  ];
}

/** The command that takes a thing out of use. */
export function retirement(thing) {
  return { path: addressOf(thing, RETIRE[thing.kind] ?? "retire"), body: {} };
}
