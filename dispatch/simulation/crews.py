"""The crews' part: an order reaches them, they answer it, drive there, work, and are free again."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

from dispatch.replay.fleet import Way
from dispatch.replay.hands import Hands
from dispatch.simulation.board import Board
from dispatch.simulation.dice import Dice, about
from dispatch.simulation.habits import PAUSES, Habits, Manner, Turn, pause_of, turn_of
from dispatch.simulation.patrolling import FindRoute
from dispatch.simulation.stories import TakenOff
from zones.routing.base import LonLat

SLICE_S = 1.0  # how soon a crew notices that it was taken off its call
NOT_LEFT = {"ordered", "acknowledged"}


@dataclass(frozen=True)
class Crews(Hands):
    """Crews with their phones. `board` is the last look at what the server says."""

    dice: Dice
    habits: Habits
    route: FindRoute
    board: Callable[[], Board]

    def turn_of(self, call: dict[str, Any], sent: dict[str, Any]) -> Turn:
        """How this crew takes this order: always the same."""
        return turn_of(self.dice.of("crew", name_of(call), sent["call_sign"]), self.habits)

    def stays_silent(self, call: dict[str, Any], sent: dict[str, Any]) -> bool:
        """Whether the crew has the order, and will never answer it."""
        is_told = sent["state"] == "ordered" and sent["delivered_at"]
        return bool(is_told) and self.turn_of(call, sent).manner is Manner.SILENT

    def see_through(self, unit: dict[str, Any], call: dict[str, Any], sent: dict[str, Any]) -> None:
        """From wherever the assignment stands to its end; a silent crew does nothing once the order reached it.

        Raises:
            TakenOff: the unit was taken off the call; it stands where it is.
        """
        turn = self.turn_of(call, sent)
        try:
            if sent["state"] == "ordered" and not self.answered(sent, turn):
                return
            self.reach(unit, call, sent, turn)
            self.work(sent, turn)
        except TakenOff:
            self.fleet.stop(sent["unit"], self.pace.now())
            raise

    def answered(self, sent: dict[str, Any], turn: Turn) -> bool:
        """Whether the crew accepts."""
        order, speed = f"/api/orders/{sent['order']}", 1.0 if turn.manner is Manner.LATE else self.pace.speed
        if not sent["delivered_at"]:
            self.stay(sent, turn.deliver_s / speed)
            self.step(f"{order}/delivered")
        if turn.manner is Manner.SILENT:
            self.tally.count("silent")
            return False
        if not sent["seen_at"]:
            self.stay(sent, turn.see_s / self.pace.speed)
            self.step(f"{order}/seen")
        self.stay(sent, turn.answer_s / speed)
        self.step(f"{order}/acknowledge")
        self.tally.count(f"answered_{turn.manner}")
        return True

    def reach(self, unit: dict[str, Any], call: dict[str, Any], sent: dict[str, Any], turn: Turn) -> None:
        """Along the road to the call."""
        path = f"/api/assignments/{sent['id']}"
        if sent["state"] in NOT_LEFT:
            self.stay(sent, turn.leave_s / self.pace.speed)
            self.step(f"{path}/en-route")
        if sent["state"] != "on_scene":
            self.drive(unit, sent, (call["lon"], call["lat"]))
            self.step(f"{path}/arrive")
            self.tally.count("arrived")

    def drive(self, unit: dict[str, Any], sent: dict[str, Any], target: LonLat) -> None:
        """Where there is no way, the unit is there at once and has not moved."""
        here = self.fleet.place_of(unit["id"], self.pace.now())
        way = self.route(unit["mode"], here, target)
        if way is None:
            self.tally.count("no_way")
            return
        self.fleet.drive(unit["id"], Way(way.path, way.elapsed, self.pace.now(), self.pace.speed))
        self.stay(sent, way.seconds / self.pace.speed)

    def work(self, sent: dict[str, Any], turn: Turn) -> None:
        self.stay(sent, turn.work_s / self.pace.speed)
        self.step(f"/api/assignments/{sent['id']}/clear", {"disposition": turn.disposition})
        self.tally.count("cleared")

    def stay(self, sent: dict[str, Any], seconds: float) -> None:
        """Wait for so many seconds of our own time, as long as the order stands.

        Raises:
            TakenOff: it does not.
            Stopped: the day is over.
        """
        until = self.pace.now() + seconds
        while True:
            if self.board().order_of(sent["unit"]) != sent["order"]:
                raise TakenOff
            left = until - self.pace.now()
            if left <= 0:
                return
            self.pace.wait(min(SLICE_S, left))

    def read(self, order_id: str) -> None:
        """An order that binds nobody, such as a withdrawal: it arrives, is seen and acknowledged."""
        chance = self.dice.of("order", order_id)
        self.pace.live(about(chance, self.habits.deliver_s))
        self.step(f"/api/orders/{order_id}/delivered")
        self.pace.live(about(chance, self.habits.answer_s))
        self.step(f"/api/orders/{order_id}/acknowledge")

    def take_break(self, unit: dict[str, Any], number: int) -> None:
        """A meal, the pump, or work in the station, then back on patrol. A unit found in a break comes back."""
        chance = self.dice.of("break", unit["call_sign"], number)
        found = unit["status"] if unit["status"] in PAUSES else ""
        pause = pause_of(chance, self.habits, status=found)
        if not found:
            self.change_status(unit, pause.status, minutes=ceil(pause.said_s / self.pace.speed / 60))
        self.pace.live(pause.takes_s)
        self.change_status(unit, "patrol")

    def change_status(self, unit: dict[str, Any], status: str, **back: int) -> None:
        """`minutes`: back in so many of the server's own."""
        path = f"/api/units/{unit['id']}/status"
        self.doors.command(path, {"status": status} | back, key=f"{path} {status} {self.pace.now():.1f}")


def name_of(call: dict[str, Any]) -> str:
    """What chance knows a call by: its number in its run, so that another run of the seed decides the same."""
    return str(call["external_id"] or call["number"]).rpartition(":")[2]
