"""Houses on a block, on the ground, in metres: rows of slabs in estates, courts in the old town, halls, towers."""

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import shapely


@dataclass(frozen=True)
class Pattern:
    """Rectangles in rows: length and depth of one, the ground each takes, the part left out, how far they stray."""

    length: float
    depth: float
    every: float
    row: float
    inset: float
    left_out: float = 0.1
    stray: float = 0.0


PATTERNS = {
    "slabs": Pattern(52, 14, 66, 42, 14, 0.08, 2),
    "courts": Pattern(19, 13, 24, 20, 6, 0.3, 3),
    "towers": Pattern(30, 26, 58, 52, 18, 0.15, 4),
    "halls": Pattern(110, 52, 132, 74, 18, 0.2, 3),
    "houses": Pattern(12, 10, 19, 17, 6, 0.3, 3),
    "school": Pattern(70, 16, 90, 48, 16, 0.35, 2),
    "large": Pattern(84, 60, 110, 84, 16, 0.1, 2),
}


def houses(block: Any, pattern: Pattern, chance: Random) -> list[Any]:
    """The rectangles that fit into a block, turned as the block is."""
    inner = block.buffer(-pattern.inset)
    if inner.is_empty:
        return []
    ring = np.array(shapely.oriented_envelope(inner).exterior.coords)
    along, over = ring[1] - ring[0], ring[3] - ring[0]
    if abs(along[0]) < abs(over[0]):  # rows run east and west, as windows look south
        along, over = over, along
    boxes = _boxes(ring[0], along, over, pattern, chance)
    if boxes is None:
        return []
    shapely.prepare(inner)
    return [box for box in boxes[shapely.contains_properly(inner, boxes)] if chance.random() > pattern.left_out]


def _boxes(corner: Any, along: Any, over: Any, pattern: Pattern, chance: Random) -> Any:
    length, width = float(np.hypot(*along)), float(np.hypot(*over))
    columns, rows = int((length + pattern.every * 0.3) / pattern.every), int((width + pattern.row * 0.5) / pattern.row)
    if columns < 1 or rows < 1:
        return None
    along, over = along / length, over / width
    noise = np.random.default_rng(chance.getrandbits(32))
    column, row = np.meshgrid(np.arange(columns), np.arange(rows))
    at = (column.ravel() + 0.5) / columns * length + noise.uniform(-1, 1, columns * rows) * pattern.stray
    up = (row.ravel() + 0.5) / rows * width + noise.uniform(-1, 1, columns * rows) * pattern.stray
    middles = corner + at[:, None] * along + up[:, None] * over
    half, deep = (
        pattern.length / 2 * noise.uniform(0.82, 1.05, columns * rows)[:, None] * along,
        pattern.depth / 2 * noise.uniform(0.9, 1.1, columns * rows)[:, None] * over,
    )
    rings = np.stack(
        [middles - half - deep, middles + half - deep, middles + half + deep, middles - half + deep], axis=1
    )
    return shapely.polygons(rings)
