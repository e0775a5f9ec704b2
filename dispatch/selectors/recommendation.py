"""Who should go to a call: every unit of the bureau that could be sent, ranked by road, with who was passed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from dispatch.models import Incident
from dispatch.ranking import Candidate, Limits, Ranked, is_short_crewed, rank
from dispatch.selectors.force import free_next, others
from dispatch.selectors.ground import ground_warnings
from dispatch.vocabulary import GroundWarning
from patrol.live import NearUnit, nearest_units
from patrol.vocabulary import TravelMode, UnitStatus
from zones.routing import coverage, road_engine
from zones.routing.base import FAR_FROM_ROAD_METRES, LonLat, Travel
from zones.routing.straight_line import StraightLine

MOST_RANKED = 64
OFF_THE_MAP_METRES = 1000.0  # so far from any road that a time by road would say nothing


@dataclass(frozen=True, slots=True)
class Picture:
    """A recommendation as it was at `as_of`. `estimated` tells that no roads stood behind the times."""

    as_of: datetime
    estimated: bool
    ranked: list[Ranked]
    passed_over: list[dict[str, object]]
    counts: dict[str, int]
    free_next: list[dict[str, object]]
    warnings: list[GroundWarning]

    def as_dict(self) -> dict[str, object]:
        """As the API gives it and the database keeps it; seconds and metres to one decimal."""
        return {
            "as_of": self.as_of.isoformat(),
            "estimated": self.estimated,
            "candidates": [candidate_dict(entry) for entry in self.ranked],
            "passed_over": self.passed_over,
            "counts": self.counts,
            "free_next": self.free_next,
            "warnings": [warning.value for warning in self.warnings],
        }


def candidate_dict(entry: Ranked) -> dict[str, object]:
    """One candidate of the API's answer."""
    return {
        "unit": entry.candidate.unit_id,
        "call_sign": entry.candidate.call_sign,
        "rank": entry.rank,
        "seconds": round(entry.candidate.seconds, 1),
        "metres": round(entry.candidate.metres, 1),
        "fix_age": round(entry.candidate.fix_age_s, 1),
        "flags": [flag.value for flag in entry.flags],
        "reasons": list(entry.reasons),
    }


def recommend(*, incident: Incident, at: datetime) -> Picture:
    """Rank the units that could be sent to a call (F44).

    The 64 nearest dispatchable units of the whole bureau, fresh positions first, get a road time each (one table
    call a travel mode); with 64 or fewer this is the exact order over all. Without any, `free_next` names who is
    done first. Candidates, units passed over and counts add up to all units of the bureau; where more than 64 could be
    sent, as they were up to two seconds ago.

    Args:
        incident: may be unsaved; `organization` and `point` are read.
    """
    root = f"/{(incident.organization.path or '/').strip('/').split('/')[0]}/"
    target = (incident.point.x, incident.point.y)
    limits = Limits(stale_after_s=settings.STALE_AFTER_S, lost_after_s=settings.LOST_AFTER_S)
    fresh_since = at - timedelta(seconds=limits.stale_after_s)
    near = nearest_units(lon=target[0], lat=target[1], path=root, at=at, fresh_since=fresh_since, most=MOST_RANKED)
    ways = ways_to(target, near)
    ranked = rank([candidate(unit, ways[unit.unit_id]) for unit in near], limits)
    aside, counts = others(root, target, ranked=list(ways), most_ranked=MOST_RANKED, at=at, fresh_since=fresh_since)
    return Picture(
        as_of=at,
        estimated=all(way.estimated for way in ways.values()) if ways else coverage().imported is None,
        ranked=ranked,
        passed_over=aside,
        counts=counts,
        free_next=[] if ranked else free_next(root),
        warnings=ground_warnings(incident, off_road_metres=off_road_metres(target, ways)),
    )


@dataclass(frozen=True, slots=True)
class Way:
    """How a unit would come: by road, or by straight line where `estimated` or not `reachable`."""

    seconds: float
    metres: float
    reachable: bool
    estimated: bool
    origin_off_road_metres: float | None
    target_off_road_metres: float | None


def ways_to(target: LonLat, near: Sequence[NearUnit]) -> dict[int, Way]:
    """The way of each unit to the call, one question a travel mode."""
    ways: dict[int, Way] = {}
    for mode in sorted({unit.mode for unit in near}):
        riding = [unit for unit in near if unit.mode == mode]
        places = [(unit.lon, unit.lat) for unit in riding]
        by_road = road_engine(TravelMode(mode)).times(places, target)
        by_air = StraightLine(TravelMode(mode)).times(places, target)
        pairs = zip(riding, by_road, by_air, strict=True)
        ways |= {unit.unit_id: better_of(road, air) for unit, road, air in pairs}
    return ways


def better_of(road: Travel, air: Travel) -> Way:
    """The way by road; the straight line where there is none, or where an end lies far from every road."""
    ends = (road.origin_off_road_metres, road.target_off_road_metres)
    off_the_map = any(end is not None and end > OFF_THE_MAP_METRES for end in ends)
    chosen = air if off_the_map or not road.reachable else road
    return Way(
        seconds=chosen.seconds or 0.0,
        metres=chosen.metres or 0.0,
        reachable=road.reachable or off_the_map,
        estimated=chosen.estimated,
        origin_off_road_metres=ends[0],
        target_off_road_metres=ends[1],
    )


def candidate(unit: NearUnit, way: Way) -> Candidate:
    """What the ranking looks at."""
    off_road = way.origin_off_road_metres
    return Candidate(
        unit_id=unit.unit_id,
        call_sign=unit.call_sign,
        mode=unit.mode,
        seconds=way.seconds,
        metres=way.metres,
        fix_age_s=unit.age_s,
        sworn=unit.sworn,
        auxiliaries=unit.auxiliaries,
        short_crewed=is_short_crewed(
            sworn=unit.sworn,
            auxiliaries=unit.auxiliaries,
            min_sworn=unit.min_sworn,
            min_auxiliary=unit.min_auxiliary,
        ),
        standby=unit.status == UnitStatus.STANDBY,
        estimated=way.estimated,
        reachable=way.reachable,
        far_from_road=off_road is not None and off_road > FAR_FROM_ROAD_METRES,
    )


def off_road_metres(target: LonLat, ways: dict[int, Way]) -> float | None:
    """How far the call lies from the nearest road of any mode that was asked; by car where none was."""
    known = [way.target_off_road_metres for way in ways.values() if way.target_off_road_metres is not None]
    if not known:
        known = [
            travel.target_off_road_metres
            for travel in road_engine(TravelMode.CAR).times([target], target)
            if travel.target_off_road_metres is not None
        ]
    return min(known, default=None)
