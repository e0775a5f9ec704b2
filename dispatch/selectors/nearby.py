"""A box about a place."""

from math import cos, radians

from django.contrib.gis.geos import Point, Polygon

METRES_A_DEGREE = 111_195.0


def box_around(point: Point, metres: float) -> Polygon:
    """The box in degrees that holds every place so near; wide enough everywhere, for an index to look into."""
    lat = metres / METRES_A_DEGREE
    lon = lat / max(0.01, cos(radians(point.y)))
    box = Polygon.from_bbox((point.x - lon, point.y - lat, point.x + lon, point.y + lat))
    box.srid = 4326
    return box
