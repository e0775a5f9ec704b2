"""How an operator writes down a place: as the gazetteer names it, else by the area."""

from dispatch.replay.doors import Doors, Refusal
from dispatch.simulation.demand import PlannedCall


class PlaceNames:
    """Names of the places of calls. A server without a gazetteer is asked once."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._has_gazetteer = True

    def __call__(self, call: PlannedCall) -> str:
        """The name of a call's place."""
        if not self._has_gazetteer:
            return call.area
        lon, lat = call.place
        try:
            place = self._doors.get(f"/api/places/near?lon={lon:.6f}&lat={lat:.6f}")["place"]
        except Refusal as refusal:
            self._has_gazetteer = refusal.status != 404
            return call.area
        return " ".join(filter(None, [place["area"], place["name"]])) if place else call.area
