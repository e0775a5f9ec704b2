"""The ground: zones and beats, each with the shapes it has had; points, routes and cautions."""

from zones.models.beat import Beat, BeatVersion, HomeBeat
from zones.models.caution import Caution
from zones.models.map import MapFeature, MapImport, MapTile
from zones.models.place import Place
from zones.models.point import Point
from zones.models.route import Route
from zones.models.zone import Zone, ZoneVersion

__all__ = [
    "Beat",
    "BeatVersion",
    "Caution",
    "HomeBeat",
    "MapFeature",
    "MapImport",
    "MapTile",
    "Place",
    "Point",
    "Route",
    "Zone",
    "ZoneVersion",
]
