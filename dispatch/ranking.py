"""Who should go: the order of the units that could be sent to a call, with the reasons (F44).

Units come in this order; each rule decides only between units that are equal by all rules before it:

1. reachable by road before unreachable (those keep a straight-line estimate and are never hidden);
2. fresh position before stale;
3. full crew before short-crewed (F12);
4. fewer seconds;
5. fewer metres;
6. call sign, then id: the same units always come in the same order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from dispatch.vocabulary import PassedOver
from patrol.vocabulary import DISPATCHABLE_STATUSES, UnitStatus


@dataclass(frozen=True, slots=True)
class Limits:
    """How old a position may be, in seconds: a position of exactly `stale_after_s` is still fresh."""

    stale_after_s: float = 60.0
    lost_after_s: float = 180.0


DEFAULT_LIMITS = Limits()


class Flag(StrEnum):
    """What a dispatcher should see at a glance beside a unit."""

    STALE_POSITION = "stale_position"
    LOST_POSITION = "lost_position"
    SHORT_CREWED = "short_crewed"
    ESTIMATED = "estimated"
    UNREACHABLE_BY_ROAD = "unreachable_by_road"
    FAR_FROM_ROAD = "far_from_road"
    STANDBY = "standby"


class Rule(StrEnum):
    """The rule that put a unit behind the one above it."""

    UNREACHABLE = "unreachable"
    STALE = "stale"
    SHORT_CREWED = "short_crewed"
    SLOWER = "slower"
    FARTHER = "farther"
    CALL_SIGN = "call_sign"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that could be sent. `seconds` and `metres` to the call; `fix_age_s` seconds since its last position."""

    unit_id: int
    call_sign: str
    mode: str
    seconds: float
    metres: float
    fix_age_s: float
    sworn: int = 1
    auxiliaries: int = 0
    short_crewed: bool = False
    standby: bool = False
    estimated: bool = False
    reachable: bool = True
    far_from_road: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its place, flags, and reasons: `{"code": ..., facts}` for a page to put into words."""

    rank: int
    candidate: Candidate
    flags: tuple[Flag, ...]
    reasons: tuple[dict[str, object], ...]


def rank(candidates: Iterable[Candidate], limits: Limits = DEFAULT_LIMITS) -> list[Ranked]:
    """The candidates from the first to send to the last. The order given does not matter."""
    ordered = sorted(candidates, key=lambda candidate: sort_key(candidate, limits))
    ranked: list[Ranked] = []
    for place, candidate in enumerate(ordered, start=1):
        above = ordered[place - 2] if place > 1 else None
        ranked.append(Ranked(place, candidate, flags_of(candidate, limits), reasons_of(candidate, above, limits)))
    return ranked


def sort_key(candidate: Candidate, limits: Limits = DEFAULT_LIMITS) -> tuple[bool, bool, bool, float, float, str, int]:
    """The rules of this module, first to last."""
    return (
        not candidate.reachable,
        candidate.fix_age_s > limits.stale_after_s,
        candidate.short_crewed,
        candidate.seconds,
        candidate.metres,
        candidate.call_sign,
        candidate.unit_id,
    )


_RULES = (Rule.UNREACHABLE, Rule.STALE, Rule.SHORT_CREWED, Rule.SLOWER, Rule.FARTHER, Rule.CALL_SIGN, Rule.CALL_SIGN)


def flags_of(candidate: Candidate, limits: Limits = DEFAULT_LIMITS) -> tuple[Flag, ...]:
    """Everything about the candidate that needs a second look."""
    raised = (
        (candidate.fix_age_s > limits.stale_after_s, Flag.STALE_POSITION),
        (candidate.fix_age_s > limits.lost_after_s, Flag.LOST_POSITION),
        (candidate.short_crewed, Flag.SHORT_CREWED),
        (candidate.estimated, Flag.ESTIMATED),
        (not candidate.reachable, Flag.UNREACHABLE_BY_ROAD),
        (candidate.far_from_road, Flag.FAR_FROM_ROAD),
        (candidate.standby, Flag.STANDBY),
    )
    return tuple(flag for is_so, flag in raised if is_so)


def reasons_of(candidate: Candidate, above: Candidate | None, limits: Limits) -> tuple[dict[str, object], ...]:
    """How the candidate would come, how sure its place is, who rides in it, and why it is not one higher."""
    travel = "straight_line" if candidate.estimated or not candidate.reachable else "road"
    reasons: list[dict[str, object]] = [
        {
            "code": f"{travel}_time",
            "mode": candidate.mode,
            "seconds": round(candidate.seconds),
            "metres": round(candidate.metres),
        },
        {"code": "position_age", "seconds": round(candidate.fix_age_s)},
        {"code": "crew", "sworn": candidate.sworn, "auxiliaries": candidate.auxiliaries},
    ]
    if above is not None:
        reasons.append(
            {"code": "behind", "unit": above.unit_id, "call_sign": above.call_sign} | behind(candidate, above, limits)
        )
    return tuple(reasons)


def behind(candidate: Candidate, above: Candidate, limits: Limits) -> dict[str, object]:
    """The first rule by which the candidate comes after the one above it, and by how many seconds if by time."""
    pairs = zip(_RULES, sort_key(candidate, limits), sort_key(above, limits), strict=True)
    rule = next((rule for rule, own, other in pairs if own != other), Rule.CALL_SIGN)
    if rule is Rule.SLOWER:
        return {"rule": rule.value, "seconds": round(candidate.seconds - above.seconds)}
    return {"rule": rule.value}


def is_short_crewed(*, sworn: int, auxiliaries: int, min_sworn: int, min_auxiliary: int) -> bool:
    """Whether a crew is below its template; a sworn officer may stand in for an auxiliary (F12)."""
    return sworn < min_sworn or sworn + auxiliaries < min_sworn + min_auxiliary


def why_not_sent(status: UnitStatus, *, sworn: int, committed: bool) -> PassedOver | None:
    """Why a unit cannot be sent, the first reason that holds; None if it can (F12, F44)."""
    if status not in DISPATCHABLE_STATUSES:
        return PassedOver(status.value)
    if sworn < 1:
        return PassedOver.NO_SWORN_OFFICER
    return PassedOver.HAS_AN_ORDER if committed else None
