/** Corners of a shape as text, one a line, so that a shape can be drawn from the keyboard. */

const PAIR = /^\s*(-?\d+(?:\.\d+)?)\s*[\s,;，；]\s*(-?\d+(?:\.\d+)?)\s*$/;
const FEWEST = { Polygon: 3, Line: 2, Marker: 1 };

/** Whether a shape is one ring, one line or one place: more than that is not typed. */
export function isPlain(shape) {
  const rings = { Polygon: shape?.coordinates, MultiPolygon: shape?.coordinates[0] }[shape?.type];
  return !shape || (shape.type !== "MultiPolygon" || shape.coordinates.length === 1) && (!rings || rings.length === 1);
}

/** The corners of a plain shape. */
export function cornersOf(shape) {
  const { type, coordinates } = shape;
  return {
    Point: () => [coordinates],
    LineString: () => coordinates,
    Polygon: () => coordinates[0].slice(0, -1),
    MultiPolygon: () => coordinates[0][0].slice(0, -1),
  }[type]();
}

export function asText(corners) {
  return corners.map(([lon, lat]) => `${lon} ${lat}`).join("\n");
}

/** The shape that the text gives, drawn as `Polygon`, `Line` or `Marker`; null while it gives none. */
export function shapeFrom(text, drawnAs) {
  const lines = text.split("\n").filter((line) => line.trim());
  const corners = lines.map((line) => PAIR.exec(line)?.slice(1).map(Number));
  const placed = (pair) => pair && Math.abs(pair[0]) <= 180 && Math.abs(pair[1]) <= 90;
  if (corners.length < FEWEST[drawnAs] || !corners.every(placed)) {
    return null;
  }
  return {
    Polygon: () => ({ type: "Polygon", coordinates: [[...corners, corners[0]]] }),
    Line: () => ({ type: "LineString", coordinates: corners }),
    Marker: () => ({ type: "Point", coordinates: corners[0] }),
  }[drawnAs]();
}
