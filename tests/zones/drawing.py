"""Shapes for the tests of the ground: squares of so many degrees near a corner of the town."""

import shapely
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

LON, LAT = 117.0, 36.6
CLOSE = 1e-7  # degrees


def square(west: float, south: float, size: float) -> Polygon:
    """A square; `west` and `south` are degrees from the town's corner."""
    return box(LON + west, LAT + south, LON + west + size, LAT + south + size)


def bow_tie(size: float = 0.1) -> Polygon:
    return Polygon([(LON, LAT), (LON + size, LAT + size), (LON + size, LAT), (LON, LAT + size), (LON, LAT)])


def pierced(size: float = 0.1) -> MultiPolygon:
    """A square with a hole in its middle."""
    third = size / 3
    return MultiPolygon([Polygon(square(0, 0, size).exterior, [square(third, third, third).exterior])])


def same(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Whether two shapes have as many corners, none further than 1e-7 degrees from the other shape."""
    as_many = shapely.get_num_coordinates(one) == shapely.get_num_coordinates(other)
    return bool(as_many and shapely.hausdorff_distance(one, other) <= CLOSE)
