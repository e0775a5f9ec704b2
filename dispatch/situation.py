"""What a crew tells from the scene: the first report, then that it is under control (T5 and T6 of F42)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Situation(StrEnum):
    FIRST_REPORT = "first_report"
    CONTROLLED = "controlled"


class NobodyThere(Exception):
    """No unit has arrived: nobody can tell."""


@dataclass(frozen=True, slots=True)
class Reports:
    """When each was told first; None where it was not."""

    first_report_at: datetime | None = None
    controlled_at: datetime | None = None


def reported(reports: Reports, situation: Situation, *, arrived_at: datetime | None, at: datetime) -> Reports:
    """The reports after one at `at`, never counted before the first arrival or the report before it.

    Who says that it is under control has reported. Telling the same again changes nothing.

    Raises:
        NobodyThere: no unit has arrived yet.
    """
    if arrived_at is None:
        raise NobodyThere
    known = [time for time in (arrived_at, reports.first_report_at) if time is not None]
    at = max([at, *known])
    if reports.first_report_at is None:
        first = at if reports.controlled_at is None else min(at, reports.controlled_at)
        reports = replace(reports, first_report_at=first)
    if situation is Situation.CONTROLLED and reports.controlled_at is None:
        reports = replace(reports, controlled_at=at)
    return reports
