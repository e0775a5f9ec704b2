"""When something happened, by whose clock. Plain decisions: no clock is read here.

A device's clock may be hours off, so its moments count only by how long ago they were: what was pressed without a
network and sent later counts from when it was pressed; everything else counts from when it reached the server. What a
person says by radio counts as it is said.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

QUEUED_AFTER = timedelta(seconds=5)  # sooner, a step was on its way and not waiting
LONGEST_QUEUED = timedelta(hours=12)  # a shift; what claims to be older is a clock that was set
WORTH_TELLING = timedelta(seconds=60)
CLOCKS_DIFFER_BY = timedelta(seconds=60)  # a stated moment may be this far ahead of our clock


class UnlikelyTime(ValueError):
    """A stated moment that has not come yet, or lies before what it answers."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of the moment of a step.

    Attributes:
        happened_at: when it happened, by the clock of whoever says so.
        device_now: what the device's clock showed when it sent the step.
        by_radio: an operator speaks for the unit, and states the true time.
    """

    happened_at: datetime | None = None
    device_now: datetime | None = None
    by_radio: bool = False


AT_ONCE = Said()


def counted(said: Said, *, at: datetime, not_before: datetime) -> datetime:
    """The moment that counts for a step that reached the server at `at`.

    Args:
        not_before: when that was said which the step answers.

    Raises:
        UnlikelyTime: stated by radio, and in the future or before `not_before`.
    """
    if said.happened_at is None:
        return at
    if not said.by_radio:
        return max(at - waited(said), min(not_before, at))
    if not not_before <= said.happened_at <= at + CLOCKS_DIFFER_BY:
        raise UnlikelyTime
    return min(said.happened_at, at)


def waited(said: Said) -> timedelta:
    """How long a step waited on its device for a network; nothing where that is not known or not credible."""
    if said.happened_at is None or said.device_now is None:
        return timedelta()
    waiting = said.device_now - said.happened_at
    return waiting if QUEUED_AFTER <= waiting <= LONGEST_QUEUED else timedelta()


def facts_of(said: Said, *, moment: datetime) -> dict[str, Any]:
    """What a record keeps beside the moment that counts: both clocks where they differ, and who spoke."""
    facts: dict[str, Any] = {"by_radio": True} if said.by_radio else {}
    if said.happened_at and not said.by_radio and abs(said.happened_at - moment) > WORTH_TELLING:
        facts["device_at"] = said.happened_at.isoformat()
    return facts
