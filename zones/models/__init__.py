"""The ground: zones and beats, each with the shapes it has had."""

from zones.models.beat import Beat, BeatVersion, HomeBeat
from zones.models.zone import Zone, ZoneVersion

__all__ = ["Beat", "BeatVersion", "HomeBeat", "Zone", "ZoneVersion"]
