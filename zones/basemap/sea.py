"""The sea, which OpenStreetMap gives only by its coast: land on the left of the line, water on its right."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

STEP_ASIDE = 1e-6  # degrees: a tenth of a metre, to see what lies right of the coast
type Box = tuple[float, float, float, float]


def sea_of(coast: Sequence[str], box: Box) -> list[str]:
    """The waters within a box (west, south, east, north; degrees), from coast lines; both as hexadecimal WKB.

    A coast that ends inside the box leaves open what is sea: then nothing is drawn rather than something wrong.
    """
    if not coast or box[0] >= box[2] or box[1] >= box[3]:
        return []
    frame = shapely.box(*box)
    lines = shapely.line_merge(shapely.union_all(shapely.from_wkb(list(coast))).intersection(frame))
    cut = shapely.union_all([lines, frame.boundary])
    pieces = [piece for piece in shapely.get_parts(shapely.polygonize(shapely.get_parts(cut))) if not piece.is_empty]
    return [shapely.to_wkb(piece, hex=True) for piece in pieces if _is_sea(piece, lines)]


def _is_sea(piece: Polygon, coast: BaseGeometry) -> bool:
    """Whether the piece lies right of the coast that bounds it."""
    shapely.prepare(piece)
    sides = [piece.contains(place) for place in _places_right_of(coast, piece)]
    return bool(sides) and sum(sides) * 2 > len(sides)


def _places_right_of(coast: BaseGeometry, piece: Polygon) -> Iterator[Point]:
    """A place just right of every stretch of coast that bounds the piece."""
    for line in shapely.get_parts(coast):
        for (x1, y1), (x2, y2) in pairwise(LineString(line).coords):
            length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
            middle = Point((x1 + x2) / 2, (y1 + y2) / 2)
            if length and piece.boundary.distance(middle) < STEP_ASIDE / 10:
                aside = STEP_ASIDE / length
                yield Point(middle.x + (y2 - y1) * aside, middle.y - (x2 - x1) * aside)
