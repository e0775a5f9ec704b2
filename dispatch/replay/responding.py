"""The life of one call: the first unit of the recommendation is sent, drives there, works, and is free again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dispatch.replay.doors import Doors, Refusal
from dispatch.replay.fleet import Fleet, Way
from dispatch.replay.pace import Pace
from dispatch.replay.reading import RealCall
from dispatch.replay.tally import Tally
from zones.routing.base import LonLat, Route

LOOK_AGAIN_S = 0.5
SHORT_OF_CREW = "No fuller crew is near"
ACTIVE = {"ordered", "acknowledged", "en_route", "on_scene"}

type RouteFinder = Callable[[LonLat, LonLat], Route | None]


@dataclass(frozen=True)
class Habits:
    """How long units take, in seconds of the day; and how long a call may wait for a unit that is free."""

    answer_s: float = 8.0
    service_s: float = 1200.0
    longest_wait_s: float = 7200.0


@dataclass(frozen=True)
class Responder:
    """What a dispatcher and the crews would press, through the same doors."""

    doors: Doors
    fleet: Fleet
    pace: Pace
    tally: Tally
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
        path = f"/api/incidents/{incident['id']}"
        give_up_at = self.pace.now() + self.habits.longest_wait_s / self.pace.speed
        while self.pace.now() < give_up_at:
            candidates = self.doors.get(f"{path}/recommendations")["candidates"]
            first = candidates[0] if candidates else None
            sent = self.assign(incident, first) if first and self.fleet.knows(first["unit"]) else None
            if sent is not None:
                return sent
            self.pace.wait(LOOK_AGAIN_S)
        return None

    def assign(self, incident: dict[str, Any], first: dict[str, Any]) -> dict[str, Any] | None:
        """Send a unit. None when somebody else was faster, and the next recommendation is due."""
        reason = SHORT_OF_CREW if "short_crewed" in first["flags"] else ""
        body = {"units": [first["unit"]], "reason": reason}
        key = f"{incident['id']} assign {first['unit']}"
        try:
            sent = self.doors.command(f"/api/incidents/{incident['id']}/assign", body, key=key)
        except Refusal as refusal:
            if refusal.status == 409:
                return None
            raise
        return dict(sent["assignments"][0])

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
        self.step(f"{path}/clear", {"disposition": call.disposition or "done"})
        self.tally.count("cleared")

    def step(self, path: str, body: dict[str, Any] | None = None) -> None:
        self.doors.command(path, body or {}, key=path)

    def drive(self, unit: int, target: LonLat) -> None:
        """Along the road to the target. Where there is no way, the unit is there at once and has not moved."""
        route = self.route(self.fleet.place_of(unit, self.pace.now()), target)
        if route is None:
            self.tally.count("no_way")
            return
        self.fleet.drive(unit, Way(route.path, route.elapsed, self.pace.now(), self.pace.speed))
        self.pace.live(route.seconds)


def running_assignment(incident: dict[str, Any]) -> dict[str, Any] | None:
    """A unit that is on the call already."""
    return next((sent for sent in incident["assignments"].values() if sent["state"] in ACTIVE), None)
