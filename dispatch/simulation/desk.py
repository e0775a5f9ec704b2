"""The operators' part: calls are taken, the first of the recommendation is sent, silent crews are replaced."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from dispatch.replay.doors import Refusal
from dispatch.replay.hands import ACTIVE, Hands, running_assignment
from dispatch.simulation.crews import name_of
from dispatch.simulation.demand import PlannedCall
from dispatch.simulation.dice import Dice
from dispatch.simulation.habits import Decision, Habits, decision_of

OURS = "life:"
NO_LONGER_NEEDED = "The caller needs no help any more"
NO_ANSWER = "No answer to the order"
SEE_ALARM_S = (6.0, 20.0)  # the server's clock
LOOK_AGAIN_S = 3.0
LONGEST_PLACE = 200

type PlaceName = Callable[[PlannedCall], str]


@dataclass(frozen=True)
class Desk(Hands):
    """Operators. They deal with the calls that they took; a call that a person at a console took is that person's."""

    dice: Dice
    habits: Habits
    run: str
    place_name: PlaceName
    _first_seen: dict[str, float] = field(default_factory=dict)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)  # nobody sends what a neighbour just sent

    def take(self, call: PlannedCall) -> dict[str, Any]:
        """Take a call; as the API gives it.

        Raises:
            Refusal: the server did not.
        """
        external_id = f"{OURS}{self.run}:{call.number}"
        body = {
            "type": call.type,
            "lon": round(call.place[0], 6),
            "lat": round(call.place[1], 6),
            "place": self.place_name(call)[:LONGEST_PLACE],
            "source": call.source,
            "external_id": external_id,
        }
        taken: dict[str, Any] = self.doors.command("/api/incidents", body, key=external_id)
        self.tally.count("taken")
        return taken

    def remember(self, open_calls: Sequence[dict[str, Any]]) -> None:
        """Note when each call, and each order to a unit, was first seen; forget what is over."""
        now = self.pace.now()
        names = [call["id"] for call in open_calls]
        names += [sent["order"] for call in open_calls for sent in call["assignments"].values()]
        before = dict(self._first_seen)
        self._first_seen.clear()
        self._first_seen.update({name: before.get(name, now) for name in names})

    def next_act(self, call: dict[str, Any]) -> Callable[[], None] | None:
        """What is to be done about an open call of ours, if anything."""
        sent = list(call["assignments"].values())
        active = [each for each in sent if each["state"] in ACTIVE]
        if any(self.is_silent(call, each) for each in active):
            return partial(self.replace, call, active)
        if active:
            return None
        if any(each["state"] == "cleared" for each in sent):
            return partial(self.close, call)
        return partial(self.send, call)

    def is_silent(self, call: dict[str, Any], sent: dict[str, Any]) -> bool:
        """Whether a unit has let its order ring for longer than this operator waits."""
        silent_s = self.pace.now() - self._first_seen.get(sent["order"], self.pace.now())
        return sent["state"] == "ordered" and silent_s > self.decision(call).give_up_s

    def send(self, call: dict[str, Any]) -> None:
        """Send the first that can go and was not on this call before; nobody, while nobody is free."""
        decision = self.decision(call)
        due_at = self._first_seen.get(call["id"], 0.0) + decision.send_s / self.pace.speed
        self.pace.wait(due_at - self.pace.now())
        call = self.doors.get(f"/api/incidents/{call['id']}")  # a person at a console may have been faster
        if call["status"] != "open" or running_assignment(call):
            return
        before = {each["unit"] for each in call["assignments"].values()}
        if decision.cancels and not before:
            self.step(f"/api/incidents/{call['id']}/cancel", {"reason": NO_LONGER_NEEDED})
            self.tally.count("cancelled")
            return
        with self._one_at_a_time:
            is_sent = self.send_first(call, before, decision.units)
        if not is_sent:
            self.pace.wait(LOOK_AGAIN_S)

    def send_first(self, call: dict[str, Any], before: set[int], number: int) -> bool:
        """Send the first so many of the recommendation that may go; whether anybody was sent."""
        free = [
            candidate
            for candidate in self.candidates(call)
            if candidate["unit"] not in before and self.fleet.knows(candidate["unit"])
        ]
        if not free or not self.assign(call, free[:number]):
            self.tally.count("nobody_free")
            return False
        self.tally.count("dispatched", len(free[:number]))
        return True

    def replace(self, call: dict[str, Any], active: Sequence[dict[str, Any]]) -> None:
        """Take the silent units off; the next ones are sent at the next look."""
        for sent in active:
            if self.is_silent(call, sent):
                self.step(f"/api/assignments/{sent['id']}/withdraw", {"reason": NO_ANSWER})
                self.tally.count("replaced")

    def close(self, call: dict[str, Any]) -> None:
        """All units are done, and none said how it ended."""
        self.step(f"/api/incidents/{call['id']}/close", {"disposition": call["disposition"] or "settled"})

    def see_alarm(self, alarm: int) -> None:
        """Take an alarm over; one that is over meanwhile needs nobody."""
        self.pace.wait(self.dice.of("alarm", alarm).uniform(*SEE_ALARM_S))
        try:
            self.step(f"/api/alarms/{alarm}/acknowledge")
        except Refusal as refusal:
            if refusal.status != 409:
                raise

    def decision(self, call: dict[str, Any]) -> Decision:
        """How this call is dealt with: always the same."""
        return decision_of(self.dice.of("desk", name_of(call)), self.habits, priority=call["priority"])


def is_ours(call: dict[str, Any]) -> bool:
    """Whether a run of the simulation took the call."""
    return str(call["external_id"] or "").startswith(OURS)
