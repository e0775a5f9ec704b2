"""The sea, which OpenStreetMap gives only by its coast: land on the left of the line, water on its right."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

STEP_ASIDE = 1e-6  # degrees: a tenth of a metre, to see what lies beside the coast
type Box = tuple[float, float, float, float]
type Shapes = npt.NDArray[np.object_]


def sea_of(coast: Sequence[str], box: Box) -> list[str]:
    """The waters within a box (west, south, east, north; degrees), from coast lines; both as hexadecimal WKB.

    A coast that ends inside the box leaves open what is sea: then nothing is drawn rather than something wrong.
    """
    if not coast or box[0] >= box[2] or box[1] >= box[3]:
        return []
    frame, lines = shapely.box(*box), shapely.from_wkb(list(coast))
    cut = shapely.union_all([shapely.union_all(lines).intersection(frame), frame.boundary])
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(cut)))
    tree = shapely.STRtree(pieces)
    votes = np.zeros(len(pieces))
    for aside, vote in ((STEP_ASIDE, 1), (-STEP_ASIDE, -1)):
        _places, held = tree.query(_right_of(lines, aside), predicate="within")
        np.add.at(votes, held, vote)
    return [shapely.to_wkb(piece, hex=True) for piece, vote in zip(pieces, votes, strict=True) if vote > 0]


def _right_of(lines: Shapes, aside: float) -> Shapes:
    """A place to the right of the middle of every stretch, so many degrees aside."""
    corners, line_of = shapely.get_coordinates(lines, return_index=True)
    start, end = corners[:-1], corners[1:]
    way = end - start
    length = np.hypot(way[:, 0], way[:, 1])
    one_line = (line_of[:-1] == line_of[1:]) & (length > 0)
    turned = np.column_stack((way[:, 1], -way[:, 0]))[one_line] / length[one_line, None]
    places: Shapes = shapely.points((start + end)[one_line] / 2 + turned * aside)
    return places
