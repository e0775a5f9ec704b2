"""How a call and the units sent to it move on. Plain decisions on plain values: no clock, no database.

An assignment goes ordered -> acknowledged -> en route -> on scene -> cleared, or is withdrawn before it arrives.
Its state is never stored: it follows from its times (F42). A later step fills the earlier times that nobody
pressed, with the same moment: who arrives has left. Repeating a step changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from dispatch.vocabulary import IncidentStatus
from zones.vocabulary import Ring


class AssignmentState(StrEnum):
    ORDERED = "ordered"
    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    CLEARED = "cleared"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What somebody does to an assignment."""

    ACKNOWLEDGE = "acknowledge"
    LEAVE = "leave"
    ARRIVE = "arrive"
    CLEAR = "clear"
    WITHDRAW = "withdraw"


class Actor(StrEnum):
    """In which capacity somebody steps: riding in the unit, or speaking for it by radio."""

    CREW = "crew"
    DISPATCHER = "dispatcher"


class StepRefused(Exception):
    """The state does not allow the step."""

    def __init__(self, state: AssignmentState, step: Step) -> None:
        super().__init__(f"{step} refused: {state}")
        self.state = state
        self.step = step


_S = AssignmentState
NEXT: dict[tuple[AssignmentState, Step], AssignmentState] = {
    (_S.ORDERED, Step.ACKNOWLEDGE): _S.ACKNOWLEDGED,
    (_S.ORDERED, Step.LEAVE): _S.EN_ROUTE,
    (_S.ORDERED, Step.ARRIVE): _S.ON_SCENE,
    (_S.ORDERED, Step.WITHDRAW): _S.WITHDRAWN,
    (_S.ACKNOWLEDGED, Step.ACKNOWLEDGE): _S.ACKNOWLEDGED,
    (_S.ACKNOWLEDGED, Step.LEAVE): _S.EN_ROUTE,
    (_S.ACKNOWLEDGED, Step.ARRIVE): _S.ON_SCENE,
    (_S.ACKNOWLEDGED, Step.WITHDRAW): _S.WITHDRAWN,
    (_S.EN_ROUTE, Step.ACKNOWLEDGE): _S.EN_ROUTE,
    (_S.EN_ROUTE, Step.LEAVE): _S.EN_ROUTE,
    (_S.EN_ROUTE, Step.ARRIVE): _S.ON_SCENE,
    (_S.EN_ROUTE, Step.WITHDRAW): _S.WITHDRAWN,
    (_S.ON_SCENE, Step.ACKNOWLEDGE): _S.ON_SCENE,
    (_S.ON_SCENE, Step.LEAVE): _S.ON_SCENE,
    (_S.ON_SCENE, Step.ARRIVE): _S.ON_SCENE,
    (_S.ON_SCENE, Step.CLEAR): _S.CLEARED,
    (_S.CLEARED, Step.ACKNOWLEDGE): _S.CLEARED,
    (_S.CLEARED, Step.LEAVE): _S.CLEARED,
    (_S.CLEARED, Step.ARRIVE): _S.CLEARED,
    (_S.CLEARED, Step.CLEAR): _S.CLEARED,
    (_S.WITHDRAWN, Step.WITHDRAW): _S.WITHDRAWN,
}
"""Every step that is allowed; a pair that is missing is refused. A step that came late or twice changes nothing."""

WHO_MAY: dict[Step, frozenset[Actor]] = {
    Step.ACKNOWLEDGE: frozenset({Actor.CREW, Actor.DISPATCHER}),
    Step.LEAVE: frozenset({Actor.CREW, Actor.DISPATCHER}),
    Step.ARRIVE: frozenset({Actor.CREW, Actor.DISPATCHER}),
    Step.CLEAR: frozenset({Actor.CREW, Actor.DISPATCHER}),
    Step.WITHDRAW: frozenset({Actor.DISPATCHER}),
}

ACTIVE = frozenset({_S.ORDERED, _S.ACKNOWLEDGED, _S.EN_ROUTE, _S.ON_SCENE})


@dataclass(frozen=True, slots=True)
class Times:
    """When an assignment reached each state; None where it has not."""

    acknowledged_at: datetime | None = None
    en_route_at: datetime | None = None
    arrived_at: datetime | None = None
    cleared_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def state(self) -> AssignmentState:
        if self.withdrawn_at is not None:
            return AssignmentState.WITHDRAWN
        reached = (
            (self.cleared_at, AssignmentState.CLEARED),
            (self.arrived_at, AssignmentState.ON_SCENE),
            (self.en_route_at, AssignmentState.EN_ROUTE),
            (self.acknowledged_at, AssignmentState.ACKNOWLEDGED),
        )
        return next((state for time, state in reached if time is not None), AssignmentState.ORDERED)


_FORWARD = (
    (AssignmentState.ACKNOWLEDGED, "acknowledged_at"),
    (AssignmentState.EN_ROUTE, "en_route_at"),
    (AssignmentState.ON_SCENE, "arrived_at"),
    (AssignmentState.CLEARED, "cleared_at"),
)


def stepped(times: Times, step: Step, *, at: datetime) -> Times:
    """The times after a step at `at`, which is never counted earlier than the times already known.

    Raises:
        StepRefused: the state does not allow it.
    """
    before = times.state
    after = NEXT.get((before, step))
    if after is None:
        raise StepRefused(before, step)
    if after is before:
        return times
    known = [times.acknowledged_at, times.en_route_at, times.arrived_at]
    at = max([at, *(time for time in known if time is not None)])
    if after is AssignmentState.WITHDRAWN:
        return replace(times, withdrawn_at=at)
    return _filled(times, after, at)


def _filled(times: Times, until: AssignmentState, at: datetime) -> Times:
    """The times with `at` wherever a state up to `until` has none."""
    for state, name in _FORWARD:
        if getattr(times, name) is None:
            times = replace(times, **{name: at})
        if state is until:
            break
    return times


def may_step(step: Step, actors: frozenset[Actor]) -> bool:
    """Whether somebody in these capacities may take the step."""
    return bool(WHO_MAY[step] & actors)


def prompt_due(times: Times, *, ring: int | None, patience: timedelta) -> datetime | None:
    """When a crew on scene is asked to finish, take away, or ask for support: in the core ring alone (F43)."""
    if times.arrived_at is None or times.state is not AssignmentState.ON_SCENE or ring != Ring.CORE:
        return None
    return times.arrived_at + patience


type Chain = Mapping[str, datetime | None]
"""Times by name, in the order in which they must lie."""


def bounds(chain: Chain, name: str) -> tuple[datetime | None, datetime | None]:
    """Between which times the one called `name` may lie; None where nothing holds it."""
    names = list(chain)
    place = names.index(name)
    before = [time for time in map(chain.get, names[:place]) if time is not None]
    after = [time for time in map(chain.get, names[place + 1 :]) if time is not None]
    return max(before, default=None), min(after, default=None)


def first_disorder(chain: Chain) -> tuple[str, str] | None:
    """The first two known times that lie the wrong way round; None where all lie in their order."""
    known = [(name, time) for name, time in chain.items() if time is not None]
    wrong = ((one, other) for (one, before), (other, after) in pairwise(known) if after < before)
    return next(wrong, None)


class EndRefused(Exception):
    """The call cannot end this way."""

    def __init__(self, status: IncidentStatus, active: int) -> None:
        super().__init__(f"cannot end: {status}, {active} active")
        self.status = status
        self.active = active


def ended(status: IncidentStatus, to: IncidentStatus, *, active: int) -> IncidentStatus:
    """The status of a call after ending it as `to`, with `active` units still on it. Repeating changes nothing.

    A call with a unit on it does not end: clear or withdraw the unit first.

    Raises:
        EndRefused: it ended another way, or units are still on it.
    """
    if status is to and to is not IncidentStatus.OPEN:
        return status
    if status is not IncidentStatus.OPEN or to is IncidentStatus.OPEN or active:
        raise EndRefused(status, active)
    return to
