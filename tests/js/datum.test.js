import assert from "node:assert/strict";
import { test } from "node:test";

import { fromWgs84, isWgs84, toWgs84 } from "../../static/js/lib/datum.js";

// Published pairs of WGS-84 and GCJ-02, longitude first.
const PAIRS = [
  [[121.5272106, 31.1774276], [121.531541859215, 31.17530398364597]],
  [[113.912316, 22.543847], [113.9171764808363, 22.540796131694766]],
  [[116.377817, 39.911954], [116.38404722455657, 39.91334545536069]],
];
const TEN_MICROMETRES = 1e-10;

function near([lon, lat], [otherLon, otherLat], degrees) {
  assert.ok(Math.abs(lon - otherLon) < degrees && Math.abs(lat - otherLat) < degrees, `${lon} ${lat} is not ${otherLon} ${otherLat}`);
}

test("the published places shift to GCJ-02 as published", () => {
  PAIRS.forEach(([wgs, gcj]) => near(fromWgs84(...wgs, "gcj02"), gcj, TEN_MICROMETRES));
});

test("a click on a shifted map gives back the place that was drawn there, in every datum", () => {
  for (const datum of ["wgs84", "cgcs2000", "gcj02", "bd09"]) {
    for (let lon = 74; lon < 136; lon += 3.7) {
      for (let lat = 4; lat < 54; lat += 4.3) {
        near(toWgs84(...fromWgs84(lon, lat, datum), datum), [lon, lat], 1e-9);
      }
    }
  }
});

test("outside China nothing shifts", () => {
  assert.deepEqual(fromWgs84(-122.67, 45.52, "gcj02"), [-122.67, 45.52]);
});

test("BD-09 lies on beyond GCJ-02, where the server puts it", () => {
  const [lon, lat] = fromWgs84(116.377817, 39.911954, "bd09");
  near([lon, lat], [116.39045471310828, 39.919575550965874], 1e-9);
});

test("an unknown datum is an error, not a guess", () => {
  assert.throws(() => fromWgs84(116, 39, "mars"), /mars/);
  assert.equal(isWgs84("cgcs2000"), true);
  assert.equal(isWgs84("gcj02"), false);
});
