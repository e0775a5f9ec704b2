/** Units on one canvas: shape and colour by standing, a tick for the heading, pale when stale, an outline when lost. */

import { SHAPES, STANDINGS } from "../lib/standing.js";
import { L } from "./leaflet.js";

const BOX = 16;
const NAMES_FROM_ZOOM = 13;
const MOST_NAMES = 150;
const REACH = 14;
const STALE_ALPHA = 0.5;

const paths = new Map(Object.entries(SHAPES).map(([name, { path }]) => [name, new Path2D(path)]));

function drawShape(context, unit, { tones, halo }) {
  const { shape, tone } = STANDINGS[unit.standing];
  const { stroked } = SHAPES[shape];
  const path = paths.get(shape);
  const outlineOnly = stroked || unit.lost;
  context.lineJoin = "round";
  context.strokeStyle = halo;
  context.lineWidth = outlineOnly ? (stroked ?? 1.5) + 2.5 : 3;
  context.stroke(path);
  context.strokeStyle = context.fillStyle = tones[tone];
  if (outlineOnly) {
    context.lineWidth = stroked ?? 1.5;
    context.stroke(path);
  } else {
    context.fill(path);
  }
}

function drawHeading(context, heading, { text }) {
  const angle = (heading * Math.PI) / 180;
  context.strokeStyle = text;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(Math.sin(angle) * 7, -Math.cos(angle) * 7);
  context.lineTo(Math.sin(angle) * 12, -Math.cos(angle) * 12);
  context.stroke();
}

function drawName(context, unit, palette) {
  context.font = `11px ${palette.font}`;
  context.lineWidth = 3;
  context.strokeStyle = palette.halo;
  context.fillStyle = palette.text;
  context.strokeText(unit.name, 11, 4);
  context.fillText(unit.name, 11, 4);
}

/** A Leaflet layer. `setUnits([{id, lon, lat, heading, standing, name, stale, lost}])`, `at(point)`, `redraw()`. */
export const UnitLayer = L.Layer.extend({
  initialize(palette) {
    this.palette = palette;
    this.units = [];
    this.drawn = [];
    this.chosenId = null;
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide");
    map.getPanes().overlayPane.append(this.canvas);
    map.on("moveend zoomend resize viewreset", this.redraw, this);
    this.redraw();
  },

  onRemove(map) {
    this.canvas.remove();
    map.off("moveend zoomend resize viewreset", this.redraw, this);
  },

  setUnits(units) {
    this.units = units;
    this.redraw();
  },

  choose(id) {
    this.chosenId = id;
    this.redraw();
  },

  /** At most once a frame. */
  redraw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  },

  fit() {
    const size = this._map.getSize();
    const ratio = devicePixelRatio || 1;
    if (this.canvas.width !== size.x * ratio || this.canvas.height !== size.y * ratio) {
      this.canvas.width = size.x * ratio;
      this.canvas.height = size.y * ratio;
      this.canvas.style.width = `${size.x}px`;
      this.canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setPosition(this.canvas, this._map.containerPointToLayerPoint([0, 0]));
    const context = this.canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.x, size.y);
    return { context, size };
  },

  draw() {
    if (!this._map) {
      return;
    }
    const { context, size } = this.fit();
    const palette = this.palette.current();
    this.drawn = [];
    for (const unit of this.units) {
      const { x, y } = this._map.latLngToContainerPoint([unit.lat, unit.lon]);
      if (x > -BOX && y > -BOX && x < size.x + BOX && y < size.y + BOX) {
        this.drawn.push({ x, y, unit });
      }
    }
    const named = this._map.getZoom() >= NAMES_FROM_ZOOM && this.drawn.length <= MOST_NAMES;
    this.drawn.forEach(({ x, y, unit }) => this.drawUnit(context, palette, { x, y, unit, named }));
  },

  drawUnit(context, palette, { x, y, unit, named }) {
    context.save();
    context.translate(x, y);
    context.globalAlpha = unit.stale && !unit.lost ? STALE_ALPHA : 1;
    if (unit.heading !== null && unit.heading !== undefined && !unit.stale) {
      drawHeading(context, unit.heading, palette);
    }
    context.save();
    context.translate(-BOX / 2, -BOX / 2);
    drawShape(context, unit, palette);
    context.restore();
    if (unit.id === this.chosenId) {
      context.strokeStyle = palette.focus;
      context.lineWidth = 2;
      context.strokeRect(-BOX * 0.75, -BOX * 0.75, BOX * 1.5, BOX * 1.5);
    }
    if (named || unit.id === this.chosenId) {
      drawName(context, unit, palette);
    }
    context.restore();
  },

  /** The unit under a point of the map's container, the nearest one within reach; or null. */
  at({ x, y }) {
    let best = null;
    for (const drawn of this.drawn) {
      const away = Math.hypot(drawn.x - x, drawn.y - y);
      if (away < REACH && (!best || away < best.away)) {
        best = { away, unit: drawn.unit };
      }
    }
    return best?.unit ?? null;
  },
});
