"""The gazetteer: places found by name, and names found by place."""

from zones.gazetteer.building import build_places
from zones.gazetteer.finding import FoundPlace, find_places
from zones.gazetteer.naming import NearPlace, name_of_place

__all__ = ["FoundPlace", "NearPlace", "build_places", "find_places", "name_of_place"]
