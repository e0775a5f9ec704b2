"""Write down how calls, the units sent to them and the states of units move on, as the code decides it."""

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from dispatch.lifecycle import (
    NEXT,
    WHO_MAY,
    AssignmentState,
    EndRefused,
    Step,
    StepRefused,
    Times,
    ended,
    stepped,
)
from dispatch.vocabulary import IncidentStatus
from patrol.models import Unit
from patrol.statuses import BY_HAND, WITH_AN_ORDER, Unusual, why_unusual
from patrol.vocabulary import DISPATCHABLE_STATUSES, UnitStatus

PAGE = settings.BASE_DIR / "docs" / "lifecycle.md"
A_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
REFUSED, SAME = "–", "no change"
TIMES = ("acknowledged_at", "en_route_at", "arrived_at", "cleared_at", "withdrawn_at")

TEXT = """# How things move on

Written by `manage.py lifecycle_table` from `dispatch/lifecycle.py` and `patrol/statuses.py`; a test fails when it is
older than they are. Change the code, then write it again.

## A unit on a call

Ordered, acknowledged, en route, on scene, cleared; or withdrawn before it arrives. The state is never stored:
it follows from the times. `–`: refused, with what to do instead.

{steps}

A step that comes before its time also sets the times that nobody pressed, to the same moment:

{filled}

In a core ring a crew that stays `on_scene` for `ON_SCENE_PROMPT_S` seconds is asked to finish, take away, or ask for
support. Asking rings on the desk until another unit is sent or the call ends; the step of the unit stays what it is.

## A call

{ends}

An ended call is opened again with a reason, which is a note on the call.

## A unit

Its own state, set by the crew or by radio; boards lay the open order over it. "Awaited": the crew may say when it will
be back, and an alarm rings on the desk when it is not.

{statuses}

While an order binds the unit, it says of itself: {with_order}. Everything else is unusual (`has_an_order`).

What happens to an unusual change is the setting `STATUS_TRANSITIONS`: `off` lets it pass, `warn` lets it pass, says so
and writes it into the journal, `enforce` refuses it to the crew. A dispatcher is told and never stopped. Signing on
makes a unit {signed_on}, signing off {signed_off}.
"""


def lifecycle_page() -> str:
    """The whole page, in English."""
    with override("en"):
        names = {UnitStatus(code): str(name) for code, name in Unit.STATUSES}
        return TEXT.format(
            steps=table(["state", *Step], steps_rows()) + "\n\n" + who_may(),
            filled=table(["step, from ordered", "sets"], filled_rows()),
            ends=table(["call", "close, nobody on it", "close, a unit on it", "cancel, nobody on it"], end_rows()),
            statuses=table(["state", "shown as", "can be sent", "awaited", "unusual next"], status_rows(names)),
            with_order=joined(status for status in UnitStatus if status in WITH_AN_ORDER),
            signed_on=f"`{UnitStatus.PATROL}`",
            signed_off=f"`{UnitStatus.OFF_DUTY}`",
        )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [list(heads), ["---"] * len(heads), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def joined(words: Iterable[StrEnum]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def steps_rows() -> list[list[str]]:
    """For each state what each step makes of it."""
    return [[f"`{state}`", *(after(state, step) for step in Step)] for state in AssignmentState]


def after(state: AssignmentState, step: Step) -> str:
    then = NEXT.get((state, step))
    if then is None:
        return REFUSED
    return SAME if then is state else f"`{then}`"


def who_may() -> str:
    return "\n".join(f"- `{step}`: {joined(sorted(WHO_MAY[step]))}" for step in Step)


def filled_rows() -> list[list[str]]:
    """For each step from `ordered` the times that it sets."""
    rows = []
    for step in Step:
        try:
            times = stepped(Times(), step, at=A_MOMENT)
        except StepRefused:
            continue
        rows.append([f"`{step}`", ", ".join(f"`{name}`" for name in TIMES if getattr(times, name))])
    return rows


def end_rows() -> list[list[str]]:
    """For each status of a call what ending it does."""
    asked = ((IncidentStatus.CLOSED, 0), (IncidentStatus.CLOSED, 1), (IncidentStatus.CANCELLED, 0))
    return [[f"`{status}`", *(end(status, to, active) for to, active in asked)] for status in IncidentStatus]


def end(status: IncidentStatus, to: IncidentStatus, active: int) -> str:
    try:
        then = ended(status, to, active=active)
    except EndRefused:
        return REFUSED
    return SAME if then is status else f"`{then}`"


def status_rows(names: dict[UnitStatus, str]) -> list[list[str]]:
    """For each state of a unit what it means, and what does not usually follow it."""
    return [
        [
            f"`{status}`",
            names[status],
            "yes" if status in DISPATCHABLE_STATUSES else "no",
            "no" if status in DISPATCHABLE_STATUSES or status is UnitStatus.OFF_DUTY else "yes",
            "by signing on alone" if status is UnitStatus.OFF_DUTY else unusual_next(status),
        ]
        for status in UnitStatus
    ]


def unusual_next(before: UnitStatus) -> str:
    """`meal`, `refuel` (`person_aboard`): what does not usually follow, and why."""
    by_reason: dict[Unusual, list[UnitStatus]] = {}
    for to in BY_HAND:
        why = why_unusual(before, to, has_order=False)
        if why is not None:
            by_reason.setdefault(why, []).append(to)
    return "; ".join(f"{joined(found)} (`{why}`)" for why, found in by_reason.items()) or "none"


class Command(BaseCommand):
    help = "Write docs/lifecycle.md from the code that decides."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=PAGE, help="another file to write")

    def handle(self, *_args: Any, **options: Any) -> None:
        options["to"].write_text(lifecycle_page(), encoding="utf-8")
        self.stdout.write(f"{options['to']} is written.")
