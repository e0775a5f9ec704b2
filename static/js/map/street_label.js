/** Names that follow their street round its bends: a label symbolizer for the vector layer, letter by letter. */

const SHARPEST_TURN = 0.5; // radians between one letter and the next
const STEEP = 1.2; // from here on Chinese letters stand upright, one below the other
const HAN = /^[\p{Script=Han}\p{N}]+$/u;
const AIR = 8; // pixels of street left free at both ends of the name
const SMALLEST = 24; // pixels: shorter streets are not even measured

/** Where a line is `distance` pixels from its start, and which way it goes there. */
function walk(line, lengths, distance) {
  let at = 1;
  while (at < lengths.length - 1 && lengths[at] < distance) {
    at += 1;
  }
  const [from, to] = [line[at - 1], line[at]];
  const share = (distance - lengths[at - 1]) / (lengths[at] - lengths[at - 1] || 1);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, angle: Math.atan2(to.y - from.y, to.x - from.x) };
}

function lengthsOf(line) {
  const lengths = [0];
  for (let at = 1; at < line.length; at += 1) {
    lengths.push(lengths[at - 1] + Math.hypot(line[at].x - line[at - 1].x, line[at].y - line[at - 1].y));
  }
  return lengths;
}

const turnBetween = (one, other) => Math.abs(Math.atan2(Math.sin(one - other), Math.cos(one - other)));

/** The letters of a name set along a line from `start`, upright for the reader; null where it bends too much. */
function setLetters(line, lengths, start, { letters, widths, total }) {
  const [first, last] = [walk(line, lengths, start), walk(line, lengths, start + total)];
  const stacked = HAN.test(letters.join("")) && Math.abs(last.y - first.y) > STEEP * Math.abs(last.x - first.x);
  const backwards = stacked ? last.y < first.y : last.x < first.x;
  const set = [];
  let along = start;
  for (let at = 0; at < letters.length; at += 1) {
    const letter = backwards ? letters.length - 1 - at : at;
    const place = walk(line, lengths, along + widths[letter] / 2);
    if (set.length && turnBetween(set.at(-1).way, place.angle) > SHARPEST_TURN) {
      return null;
    }
    set.push({ text: letters[letter], x: place.x, y: place.y, way: place.angle, angle: stacked ? 0 : place.angle + (backwards ? Math.PI : 0) });
    along += widths[letter];
  }
  return set;
}

/** `look`: `{font(zoom), fill, halo, haloWidth, every, nameOf(props)}`; sizes in pixels. */
export class StreetLabel {
  constructor(look) {
    this.look = look;
    this.measured = new Map();
  }

  measure(context, name, font) {
    const key = `${font} ${name}`;
    if (!this.measured.has(key)) {
      context.font = font;
      const letters = [...name];
      const widths = letters.map((letter) => context.measureText(letter).width);
      this.measured.set(key, { letters, widths, total: widths.reduce((sum, width) => sum + width, 0) });
    }
    return this.measured.get(key);
  }

  /** Called by the layer for each feature; `geom` is in pixels of the world. */
  place({ zoom, scratch }, geom, { props }) {
    const name = this.look.nameOf(props);
    if (!name) {
      return undefined;
    }
    const font = this.look.font(zoom);
    const measured = this.measure(scratch, name, font);
    const labels = geom.flatMap((line) => this.along(line, measured, { name, font, height: parseFloat(/[\d.]+(?=px)/.exec(font)) }));
    return labels.length ? labels : undefined;
  }

  along(line, measured, { name, font, height }) {
    const lengths = lengthsOf(line);
    const room = lengths.at(-1) - measured.total;
    if (line.length < 2 || lengths.at(-1) < SMALLEST || room < 2 * AIR) {
      return [];
    }
    const many = Math.max(1, Math.floor(room / this.look.every));
    const starts = Array.from({ length: many }, (_one, at) => (room * (at + 0.5)) / many);
    return starts.flatMap((start) => {
      const set = setLetters(line, lengths, start, measured);
      return set ? [this.label(set, { name, font, height, corner: line[0] })] : [];
    });
  }

  label(set, { name, font, height, corner }) {
    const half = height / 2;
    const middle = set[Math.floor(set.length / 2)];
    const anchor = Object.assign(corner.clone(), { x: middle.x, y: middle.y }); // the layer measures from its own points
    return {
      anchor,
      bboxes: set.map(({ x, y }) => ({ minX: x - half, minY: y - half, maxX: x + half, maxY: y + half })),
      deduplicationKey: name,
      deduplicationDistance: this.look.every,
      draw: (context) => this.draw(context, set, anchor, font),
    };
  }

  draw(context, set, anchor, font) {
    Object.assign(context, { globalAlpha: 1, font, textAlign: "center", textBaseline: "middle", lineJoin: "round" });
    Object.assign(context, { strokeStyle: this.look.halo, lineWidth: this.look.haloWidth, fillStyle: this.look.fill });
    for (const write of ["strokeText", "fillText"]) {
      for (const { text, x, y, angle } of set) {
        context.save();
        context.translate(x - anchor.x, y - anchor.y);
        context.rotate(angle);
        context[write](text, 0, 0);
        context.restore();
      }
    }
  }
}
