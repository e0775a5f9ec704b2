"""How people behave: how long operators and crews take, and how often they are late, silent, or at their meal.

Everything is seconds of the simulated day, except what is measured against the server's clock: its alarms ring after
seconds of our own, whatever the speed.
"""

import random
from dataclasses import dataclass
from enum import StrEnum

from dispatch.simulation.dice import about

DISPOSITIONS = {"settled": 55, "report_taken": 20, "handed_over": 10, "nothing_found": 15}
PAUSES = {"meal": 55, "refuel": 30, "paperwork": 15}
MOST_URGENT = 1


class Manner(StrEnum):
    """How a crew takes an order."""

    PROMPT = "prompt"
    LATE = "late"  # reached and answered after the alarms
    SILENT = "silent"  # reached, never answered


@dataclass(frozen=True)
class Habits:
    """Usual durations and shares.

    `late_*` and `give_up_s` are seconds of the server's clock: its alarms ring after 10 s without delivery and 60 s
    without answer.
    """

    send_s: float = 20.0
    deliver_s: float = 1.5
    see_s: float = 5.0
    answer_s: float = 6.0
    leave_s: float = 15.0
    work_s: float = 780.0
    late_share: float = 0.06
    silent_share: float = 0.03
    late_deliver_s: tuple[float, float] = (12.0, 25.0)
    late_answer_s: tuple[float, float] = (63.0, 80.0)
    give_up_s: tuple[float, float] = (90.0, 110.0)
    second_share: float = 0.5
    cancel_share: float = 0.03
    break_every_s: float = 3.5 * 3600
    meal_s: float = 1800.0
    refuel_s: float = 600.0
    paperwork_s: float = 1500.0
    overstay_share: float = 0.05


@dataclass(frozen=True, slots=True)
class Turn:
    """How one crew takes one order."""

    manner: Manner
    deliver_s: float
    see_s: float
    answer_s: float
    leave_s: float
    work_s: float
    disposition: str


@dataclass(frozen=True, slots=True)
class Pause:
    """A unit's break: the state it is in, how long it says that it will be away, and how long it is."""

    status: str
    said_s: float
    takes_s: float


@dataclass(frozen=True, slots=True)
class Decision:
    """How an operator deals with one call. `give_up_s`: how long a unit may stay silent (server's clock)."""

    send_s: float
    units: int
    cancels: bool
    give_up_s: float


def turn_of(dice: random.Random, habits: Habits) -> Turn:
    """What a crew will do with an order."""
    manner = manner_of(dice.random(), habits)
    late = manner is Manner.LATE
    deliver_s, answer_s = dice.uniform(*habits.late_deliver_s), dice.uniform(*habits.late_answer_s)
    return Turn(
        manner=manner,
        deliver_s=deliver_s if late else about(dice, habits.deliver_s),
        see_s=about(dice, habits.see_s),
        answer_s=answer_s - deliver_s if late else about(dice, habits.answer_s),
        leave_s=about(dice, habits.leave_s),
        work_s=about(dice, habits.work_s),
        disposition=dice.choices(list(DISPOSITIONS), list(DISPOSITIONS.values()))[0],
    )


def manner_of(chance: float, habits: Habits) -> Manner:
    """The manner for a number from 0 to 1."""
    if chance < habits.silent_share:
        return Manner.SILENT
    return Manner.LATE if chance < habits.silent_share + habits.late_share else Manner.PROMPT


def pause_of(dice: random.Random, habits: Habits, *, status: str = "") -> Pause:
    """What a crew does in its break; `status`: it is known already. Few stay longer than they said."""
    status = status or dice.choices(list(PAUSES), list(PAUSES.values()))[0]
    usual = {"meal": habits.meal_s, "refuel": habits.refuel_s, "paperwork": habits.paperwork_s}[status]
    takes_s = about(dice, usual)
    said_s = takes_s * (0.8 if dice.random() < habits.overstay_share else 1.2)
    return Pause(status, said_s, takes_s)


def decision_of(dice: random.Random, habits: Habits, *, priority: int) -> Decision:
    """What an operator will do with a call."""
    second, cancels = dice.random() < habits.second_share, dice.random() < habits.cancel_share
    return Decision(
        send_s=about(dice, habits.send_s),
        units=2 if second and priority == MOST_URGENT else 1,
        cancels=cancels and priority > MOST_URGENT,
        give_up_s=dice.uniform(*habits.give_up_s),
    )
