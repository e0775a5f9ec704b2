"""The API of the ground, one module a noun."""

from zones.api.commands import (
    BeatEditView,
    BeatReshapeView,
    BeatRetireView,
    BeatSplitView,
    BeatsView,
    CautionsView,
    CautionWithdrawView,
    PointEditView,
    PointMoveView,
    PointRetireView,
    PointsView,
    RouteEditView,
    RouteRedrawView,
    RouteRetireView,
    RoutesView,
    ZoneEditView,
    ZoneReshapeView,
    ZoneRetireView,
    ZoneSplitView,
)
from zones.api.export import GroundExportView
from zones.api.ground import ZonesView
from zones.api.places import NearPlacesView, PlacesView
from zones.api.tiles import TileView

__all__ = [
    "BeatEditView",
    "BeatReshapeView",
    "BeatRetireView",
    "BeatSplitView",
    "BeatsView",
    "CautionWithdrawView",
    "CautionsView",
    "GroundExportView",
    "NearPlacesView",
    "PlacesView",
    "PointEditView",
    "PointMoveView",
    "PointRetireView",
    "PointsView",
    "RouteEditView",
    "RouteRedrawView",
    "RouteRetireView",
    "RoutesView",
    "TileView",
    "ZoneEditView",
    "ZoneReshapeView",
    "ZoneRetireView",
    "ZoneSplitView",
    "ZonesView",
]
