/** Units on one canvas: shape and colour by standing, a tick for the heading, pale when stale, an outline when lost. */

import { SHAPES, STANDINGS } from "../lib/standing.js";
import { L } from "./leaflet.js";

const BOX = 16;
const SPRITE = 20;
const NAMES_FROM_ZOOM = 13;
const MOST_NAMES = 150;
const REACH = 14;
const STALE_ALPHA = 0.5;
const FAINT_ALPHA = 0.15;

const PLACE = new Map(Object.keys(STANDINGS).map((standing, place) => [standing, place]));
const paths = new Map(Object.entries(SHAPES).map(([name, { path }]) => [name, new Path2D(path)]));

function drawShape(context, { shape, tone }, lost, { tones, halo }) {
  const { stroked } = SHAPES[shape];
  const path = paths.get(shape);
  const outlineOnly = stroked || lost;
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

/** Each shape drawn once, in the palette's colours: thousands of units are copies. `of(standing, lost)` gives a picture. */
function createSprites(palette, ratio) {
  const sprites = new Map();
  return {
    palette,
    ratio,
    of(standing, lost) {
      const key = `${standing} ${lost}`;
      if (!sprites.has(key)) {
        const sprite = new OffscreenCanvas(SPRITE * ratio, SPRITE * ratio);
        const context = sprite.getContext("2d");
        context.scale(ratio, ratio);
        context.translate((SPRITE - BOX) / 2, (SPRITE - BOX) / 2);
        drawShape(context, STANDINGS[standing], lost, palette);
        sprites.set(key, sprite.transferToImageBitmap());
      }
      return sprites.get(key);
    },
  };
}

/** One stroke for the ticks of all. */
function drawHeadings(context, drawn, { text }) {
  context.strokeStyle = text;
  context.lineWidth = 2;
  context.beginPath();
  for (const { x, y, unit } of drawn) {
    if (unit.heading !== null && unit.heading !== undefined && !unit.stale && !unit.faint) {
      const angle = (unit.heading * Math.PI) / 180;
      const [east, south] = [Math.sin(angle), -Math.cos(angle)];
      context.moveTo(x + east * 7, y + south * 7);
      context.lineTo(x + east * 12, y + south * 12);
    }
  }
  context.stroke();
}

function drawName(context, { x, y, unit }, palette) {
  context.font = `11px ${palette.font}`;
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeStyle = palette.halo;
  context.fillStyle = palette.text;
  context.strokeText(unit.name, x + 11, y + 4);
  context.fillText(unit.name, x + 11, y + 4);
}

/** Of a unit that does not stand out, of an old position, of any other. */
function alphaOf({ faint, stale, lost }) {
  if (faint) {
    return FAINT_ALPHA;
  }
  return stale && !lost ? STALE_ALPHA : 1;
}

function drawFrame(context, { x, y }, { focus }) {
  context.strokeStyle = focus;
  context.lineWidth = 2;
  context.strokeRect(x - BOX * 0.75, y - BOX * 0.75, BOX * 1.5, BOX * 1.5);
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
      const { x, y } = this._map.latLngToContainerPoint([unit.lat, unit.lon]).round();
      if (x > -BOX && y > -BOX && x < size.x + BOX && y < size.y + BOX) {
        this.drawn.push({ x, y, unit });
      }
    }
    this.drawn.sort((one, other) => PLACE.get(other.unit.standing) - PLACE.get(one.unit.standing)); // what matters most lies on top
    drawHeadings(context, this.drawn, palette);
    this.drawShapes(context, palette);
    const named = this._map.getZoom() >= NAMES_FROM_ZOOM && this.drawn.length <= MOST_NAMES;
    const chosen = this.drawn.filter(({ unit }) => unit.id === this.chosenId);
    (named ? this.drawn.filter(({ unit }) => !unit.faint) : chosen).forEach((drawn) => drawName(context, drawn, palette));
    chosen.forEach((drawn) => drawFrame(context, drawn, palette));
  },

  drawShapes(context, palette) {
    const ratio = devicePixelRatio || 1;
    if (this.sprites?.palette !== palette || this.sprites.ratio !== ratio) {
      this.sprites = createSprites(palette, ratio);
    }
    for (const { x, y, unit } of this.drawn) {
      context.globalAlpha = alphaOf(unit);
      context.drawImage(this.sprites.of(unit.standing, unit.lost), x - SPRITE / 2, y - SPRITE / 2, SPRITE, SPRITE);
    }
    context.globalAlpha = 1;
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
