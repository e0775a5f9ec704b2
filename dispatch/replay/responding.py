"""The life of one call: the first unit of the recommendation is sent, drives there, works, and is free again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dispatch.replay.doors import Refusal
from dispatch.replay.fleet import Way
from dispatch.replay.hands import Hands, running_assignment
from dispatch.replay.outcomes import recorded_outcome
from dispatch.replay.reading import RealCall
from zones.routing.base import LonLat, Route

LOOK_AGAIN_S = 0.5

type RouteFinder = Callable[[LonLat, LonLat], Route | None]


@dataclass(frozen=True)
class Habits:
    """How long units take, in seconds of the day; and how long a call may wait for a unit that is free."""

    answer_s: float = 8.0
    service_s: float = 1200.0
    longest_wait_s: float = 7200.0


@dataclass(frozen=True)
class Responder(Hands):
    """One call after the other, from the recommendation to the clearing of its unit."""

    route: RouteFinder
    habits: Habits

    def respond(self, call: RealCall, incident: dict[str, Any]) -> None:
        """See a call through, from the recommendation to the clearing of its unit.

        A call that a replay before this one began is taken up where it stands; one that has ended is left alone.

        Raises:
            ServerAway, Stopped: the replay is over.
        """
        incident = self.doors.get(f"/api/incidents/{incident['id']}")
        if incident["status"] != "open":
            self.tally.count("known")
            return
        assignment = running_assignment(incident) or self.send(incident)
        if assignment is None:
            self.tally.count("never_sent")
            return
        self.tally.count("dispatched")
        try:
            self.see_through(assignment, incident, call)
        except Refusal as refusal:
            self.tally.count("broken_off")
            self.tally.complain(str(refusal))
            self.fleet.stop(assignment["unit"], self.pace.now())

    def send(self, incident: dict[str, Any]) -> dict[str, Any] | None:
        """Send recommendation 1, as soon as there is one. None when the call waited for too long."""
        give_up_at = self.pace.now() + self.habits.longest_wait_s / self.pace.speed
        while self.pace.now() < give_up_at:
            first = self.candidates(incident)[:1]
            sent = self.assign(incident, first) if first and self.fleet.knows(first[0]["unit"]) else None
            if sent is not None:
                return sent
            self.pace.wait(LOOK_AGAIN_S)
        return None

    def see_through(self, assignment: dict[str, Any], incident: dict[str, Any], call: RealCall) -> None:
        """The crew's part. Every step may be repeated, so a call taken up again runs through all of them."""
        unit, order = assignment["unit"], f"/api/orders/{assignment['order']}"
        self.step(f"{order}/delivered")
        self.pace.live(self.habits.answer_s)
        self.step(f"{order}/acknowledge")
        path = f"/api/assignments/{assignment['id']}"
        self.step(f"{path}/en-route")
        self.drive(unit, (incident["lon"], incident["lat"]))
        self.step(f"{path}/arrive")
        self.tally.count("arrived")
        self.pace.live(self.habits.service_s)
        self.step(f"{path}/clear", {"disposition": recorded_outcome(call.disposition).value})
        self.tally.count("cleared")

    def drive(self, unit: int, target: LonLat) -> None:
        """Along the road to the target. Where there is no way, the unit is there at once and has not moved."""
        route = self.route(self.fleet.place_of(unit, self.pace.now()), target)
        if route is None:
            self.tally.count("no_way")
            return
        self.fleet.drive(unit, Way(route.path, route.elapsed, self.pace.now(), self.pace.speed))
        self.pace.live(route.seconds)
