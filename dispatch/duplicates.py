"""Whether two calls may tell of the same event. Plain decisions on plain values: no clock, no database.

Nothing is merged by it: it orders what a person is offered. The figures are defaults of ours (F41, domain 2.4).
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Near:
    """How near another call lies: metres as the crow flies, seconds between the two, and whether the type is one."""

    metres: float
    seconds: float
    same_type: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """How far in place and time a call may lie to be taken for the same event."""

    metres: float
    seconds: float


SAME_TYPE = Reach(metres=500.0, seconds=3600.0)
OTHER_TYPE = Reach(metres=150.0, seconds=1200.0)
MOST_OFFERED = 5


def is_likely(near: Near) -> bool:
    """Whether both may be one event: a fight and a stabbing, too, when they are close."""
    reach = SAME_TYPE if near.same_type else OTHER_TYPE
    return near.metres <= reach.metres and abs(near.seconds) <= reach.seconds


def unlikeness(near: Near) -> float:
    """0 where nothing tells them apart, 2 at the edge of both reaches: the smaller, the likelier one event."""
    reach = SAME_TYPE if near.same_type else OTHER_TYPE
    return near.metres / reach.metres + abs(near.seconds) / reach.seconds


def likeliest[Call](calls: Iterable[tuple[Call, Near]]) -> list[tuple[Call, Near]]:
    """Those that may be one event, the likeliest first, five at most."""
    likely = [(call, near) for call, near in calls if is_likely(near)]
    return sorted(likely, key=lambda pair: unlikeness(pair[1]))[:MOST_OFFERED]
