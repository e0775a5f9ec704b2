"""The city lives: calls come, operators send, crews answer, everybody else patrols, and all devices report."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from dispatch.replay.doors import Doors, Refusal
from dispatch.replay.fleet import Fleet, place_within
from dispatch.replay.pace import Pace, Stopped
from dispatch.replay.tally import Tally
from dispatch.simulation.board import Board, Facts, look
from dispatch.simulation.breaks import PATROL, Breaks
from dispatch.simulation.city import City
from dispatch.simulation.crews import Crews
from dispatch.simulation.demand import Demand, OnRoad
from dispatch.simulation.desk import Desk, PlaceName, is_ours
from dispatch.simulation.devices import Devices
from dispatch.simulation.dice import Dice
from dispatch.simulation.habits import Habits
from dispatch.simulation.patrolling import FindRoute, Patrols
from dispatch.simulation.reporting import Reporting
from dispatch.simulation.stories import Stories

LOOK_EVERY_S = 1.5
TELL_EVERY_S = 5.0
END_S = 1.0
MOST_STORIES = 300
CALL_GAP_S = 0.5  # of our own time, at least, between two calls


@dataclass(frozen=True)
class Setting:
    """What a simulation needs of the world: doors, time, chance, the ground, the roads and the habits of people.

    `second_of_day`: the time of day at which it begins, on the wall clock of the city; `most_open`: calls at a time.
    """

    doors: Doors
    pace: Pace
    tally: Tally
    dice: Dice
    city: City
    demand: Demand
    route: FindRoute
    on_road: OnRoad
    place_name: PlaceName
    second_of_day: float
    most_open: int
    habits: Habits = field(default_factory=Habits)


class Simulation:
    """One run. Everything but a few memories is read from the server at every look, so a new run goes on from there."""

    def __init__(self, setting: Setting) -> None:
        self.its = setting
        self.fleet = Fleet()
        self.board = Board({}, [])
        self.stories = Stories(setting.pace, setting.tally, most=MOST_STORIES)
        doors, pace, tally, dice = setting.doors, setting.pace, setting.tally, setting.dice
        self.patrols = Patrols(setting.city, self.fleet, pace, dice, setting.route)
        self.crews = Crews(doors, self.fleet, pace, tally, dice, setting.habits, setting.route, lambda: self.board)
        run = f"{pace.now():.0f}"
        self.desk = Desk(doors, self.fleet, pace, tally, dice, setting.habits, run, setting.place_name)
        self.breaks = Breaks(dice, setting.habits, pace.speed)
        self._devices = Devices(dice, pace.speed)
        self._facts = Facts(doors)
        self._begun_at = pace.now()

    def run(self, seconds: float | None, say: Callable[[str], None]) -> None:
        """Live for so many seconds of our own time, or until the pace is stopped; a line of figures now and then.

        Raises:
            ServerAway: nobody answered for longer than our patience.
        """
        pace, tally = self.its.pace, self.its.tally
        reporting = Reporting(self.its.doors, self.fleet, pace, tally, self._devices)
        try:
            self.look_around()
            for name, part in (("watch", self.watch), ("positions", reporting.go_on), ("calls", self.take_calls)):
                self.stories.begin(name, part)
            while seconds is None or pace.now() < self._begun_at + seconds:
                pace.wait(TELL_EVERY_S if seconds is None else min(TELL_EVERY_S, self._begun_at + seconds - pace.now()))
                say(self.figures())
        except Stopped:
            pass
        finally:
            pace.stop()
            self.stories.await_end(END_S)
        if self.stories.failure:
            raise self.stories.failure

    def watch(self) -> None:
        """Look, and let everybody do what is next, for ever."""
        while True:
            self.its.pace.wait(LOOK_EVERY_S)
            try:
                self.look_around()
            except Refusal as refusal:
                self.its.tally.complain(str(refusal))

    def look_around(self) -> None:
        self.board = look(self.its.doors)
        self.muster(self.board.units)
        self.desk.remember(self.board.calls)
        for call in self.board.calls:
            self.see_to(call)
        for fact in self._facts.new():
            self.hear(fact)
        self.send_to_breaks()
        self.patrols.turn([unit for unit in self.board.units.values() if self.is_free(unit)])

    def muster(self, units: dict[int, dict[str, Any]]) -> None:
        """Who is on duty now: where the server knows them to be, else somewhere in their home."""
        for unit in units.values():
            if not self.fleet.knows(unit["id"]):
                self.fleet.stand(unit["id"], self.start_of(unit))
        for unit_id in self.fleet.ids() - units.keys():
            if f"crew {unit_id}" not in self.stories:
                self.fleet.forget(unit_id)
                self.patrols.leave(unit_id)
        self._devices.forget(units)

    def start_of(self, unit: dict[str, Any]) -> tuple[float, float]:
        if unit["fix"]:
            return unit["fix"]["lon"], unit["fix"]["lat"]
        home = self.its.city.home_of(unit)
        return place_within(home.shape, self.its.dice.of("start", unit["call_sign"]), self.its.on_road)

    def see_to(self, call: dict[str, Any]) -> None:
        """The desk's next act on a call of ours, and the crews of every unit that was sent to it, by whomever."""
        act = self.desk.next_act(call) if is_ours(call) else None
        if act:
            self.stories.begin(f"desk {call['id']}", act)
        for sent in call["assignments"].values():
            unit = self.board.units.get(sent["unit"])
            if unit and self.board.order_of(unit["id"]) == sent["order"]:
                self.patrols.leave(unit["id"])
                self.begin_crew(unit, call, sent)

    def begin_crew(self, unit: dict[str, Any], call: dict[str, Any], sent: dict[str, Any]) -> None:
        if not self.crews.stays_silent(call, sent):
            self.stories.begin(f"crew {unit['id']}", partial(self.crews.see_through, unit, call, sent))

    def hear(self, fact: dict[str, Any]) -> None:
        """Orders that bind nobody are read by their crews; alarms about our calls are taken over."""
        data = fact["data"]
        if fact["kind"] == "order.sent" and not data["commits"] and data["unit"] in self.board.units:
            self.stories.begin(f"order {data['order']}", partial(self.crews.read, data["order"]))
        elif fact["kind"] == "alarm.raised":
            ours = {call["id"] for call in self.board.calls if is_ours(call)}
            if data["data"].get("subject_id") in ours:
                self.stories.begin(f"alarm {data['alarm']}", partial(self.desk.see_alarm, data["alarm"]))

    def send_to_breaks(self) -> None:
        now = self.its.pace.now()
        for unit, number in self.breaks.begin_now(list(self.board.units.values()), now):
            self.patrols.leave(unit["id"])
            self.fleet.stop(unit["id"], now)
            self.stories.begin(f"break {unit['id']}", partial(self.crews.take_break, unit, number))

    def is_free(self, unit: dict[str, Any]) -> bool:
        """Whether a unit patrols: nothing binds it, and it does nothing else."""
        stories = (f"crew {unit['id']}", f"break {unit['id']}")
        return unit["status"] == PATROL and not unit["order"] and not any(name in self.stories for name in stories)

    def take_calls(self) -> None:
        """Take the calls at their times, for ever; while too many are open, people call in vain."""
        its = self.its
        for call in its.demand.calls(its.second_of_day):
            its.pace.wait(max(CALL_GAP_S, self._begun_at + call.after_s / its.pace.speed - its.pace.now()))
            if self.count_open() >= its.most_open:
                its.tally.count("held_back")
                continue
            try:
                self.board.calls.append(self.desk.take(call))  # counts before the next look
            except Refusal as refusal:
                its.tally.count("refused")
                its.tally.complain(str(refusal))

    def count_open(self) -> int:
        return sum(is_ours(call) for call in self.board.calls)

    def figures(self) -> str:
        """How it stands, in one line."""
        its, counts, units = self.its, self.its.tally.counts, self.board.units.values()
        second = int(its.second_of_day + (its.pace.now() - self._begun_at) * its.pace.speed)
        return (
            f"{second // 3600 % 24:02}:{second // 60 % 60:02} in the city"
            f" | calls: {len(self.board.calls)} open, {counts['taken']} taken, {counts['cleared']} units cleared"
            f" | units: {self.fleet.count_moving(its.pace.now())} moving,"
            f" {sum(unit['order'] is not None for unit in units)} on calls, of {len(units)}"
            f" | late answers: {counts['answered_late']}, none: {counts['silent']}"
            f" | positions: {counts['positions']}"
        ) + (f" | server away {counts['away']} times" if counts["away"] else "")
