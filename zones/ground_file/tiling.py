"""Whether areas tile: gaps between them, and areas over each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from zones.ground_file.geometry import local_metres, overlap

GAP_UP_TO_M = 30.0  # wider strips that open to the outside are the edge of the ground

type Tile = tuple[str, BaseGeometry, bool]
"""Code, shape in WGS-84, whether it may lie over others."""


class TilingKind(StrEnum):
    GAP = "gap"
    OVERLAP = "overlap"


@dataclass(frozen=True)
class TilingFault:
    """A gap or an overlap: the codes of the areas beside it, a place in it (WGS-84), its size in square metres."""

    kind: TilingKind
    codes: tuple[str, ...]
    lon: float
    lat: float
    area_m2: float


def faults_of_tiling(tiles: Sequence[Tile], *, thinner_m: float) -> list[TilingFault]:
    """The gaps between areas and the places where two lie over each other, neither marked as one that may.

    A gap is a hole in the ground that they cover together, or a strip between two that is narrower than 30 m.
    Faults nowhere as wide as `thinner_m` metres are rounding and left out.
    """
    shapes = [shape for _code, shape, _may in tiles]
    if not shapes:
        return []
    tree = shapely.STRtree(shapes)
    pairs = sorted((one, other) for one, other in tree.query(shapes, "intersects").T.tolist() if one < other)
    overlaps = (
        _fault(TilingKind.OVERLAP, part, (tiles[one][0], tiles[other][0]))
        for one, other in pairs
        if not (tiles[one][2] or tiles[other][2])
        for part in getattr(overlap(shapes[one], shapes[other], thinner_m=thinner_m), "geoms", ())
    )
    gaps = (
        _fault(TilingKind.GAP, gap, beside)
        for gap in _gaps(shapes, thinner_m=thinner_m)
        if len(beside := _beside(gap, tiles, tree)) > 1 or _is_hole(gap, tiles, tree)
    )
    return sorted(chain(overlaps, gaps), key=lambda fault: (fault.kind, fault.codes))


def _gaps(shapes: Sequence[BaseGeometry], *, thinner_m: float) -> list[Polygon]:
    """What closing the union by half the widest gap adds to it, and its holes, slivers left out. WGS-84."""
    together = shapely.union_all(list(shapes))
    to_metres = local_metres(together)
    metres = to_metres(together)
    reach = GAP_UP_TO_M / 2
    closed = metres.buffer(reach, join_style="mitre", mitre_limit=2).buffer(-reach, join_style="mitre", mitre_limit=2)
    filled = MultiPolygon([Polygon(part.exterior) for part in _parts(closed.union(metres))])
    missing = [part for part in _parts(filled.difference(metres)) if not part.buffer(-thinner_m / 2).is_empty]
    return [_back(part, together) for part in missing]


def _back(part: Polygon, around: BaseGeometry) -> Polygon:
    """From the local metres of a geometry to degrees."""
    to_metres = local_metres(around)
    west, south, _east, _north = around.bounds
    origin, unit = to_metres(shapely.Point(west, south)), to_metres(shapely.Point(west + 1, south + 1))
    scale = (unit.x - origin.x, unit.y - origin.y)
    degrees: Polygon = shapely.transform(part, lambda points: (points - (origin.x, origin.y)) / scale + (west, south))
    return degrees


def _parts(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in getattr(shape, "geoms", [shape]) if isinstance(part, Polygon) and not part.is_empty]


def _beside(gap: Polygon, tiles: Sequence[Tile], tree: shapely.STRtree) -> tuple[str, ...]:
    """The codes of the areas that touch a gap."""
    touching = tree.query(gap.buffer(1e-6), "intersects").tolist()
    return tuple(sorted(tiles[index][0] for index in touching))


def _is_hole(gap: Polygon, tiles: Sequence[Tile], tree: shapely.STRtree) -> bool:
    """Whether a gap lies wholly inside the outline of the one area beside it: a hole of its own."""
    touching = tree.query(gap.buffer(1e-6), "intersects").tolist()
    outlines = [Polygon(part.exterior) for index in touching for part in _parts(tiles[index][1])]
    return any(outline.buffer(1e-6).covers(gap) for outline in outlines)


def _fault(kind: TilingKind, area: BaseGeometry, codes: tuple[str, ...]) -> TilingFault:
    place = area.representative_point()
    size = local_metres(area)(area).area
    return TilingFault(kind, codes, round(place.x, 6), round(place.y, 6), round(size, 1))
