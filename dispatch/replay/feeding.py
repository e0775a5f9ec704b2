"""The day happens: calls are posted at their intervals, units answer, everybody reports where they are."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from dispatch.replay.doors import Doors, NoAnswer, Refusal, ServerAway
from dispatch.replay.fleet import Fleet
from dispatch.replay.mapping import TypeRules
from dispatch.replay.pace import Pace, Stopped
from dispatch.replay.reading import RealCall
from dispatch.replay.responding import Responder
from dispatch.replay.tally import Tally

MOST_POSITIONS = 5_000
REPORT_EVERY_S = 2.0
OFF_DUTY = "off_duty"

type Say = Callable[[str], None]


@dataclass(frozen=True)
class Replay:
    """One run of a day. `run` keeps the ids of this run's calls apart from those of other runs of the same file."""

    doors: Doors
    pace: Pace
    tally: Tally
    types: TypeRules
    run: str
    datum: str
    say: Say

    def feed(self, calls: Sequence[RealCall], *, responder: Responder | None, crews: int = 1) -> None:
        """Post the calls, at most `crews` of them answered at a time; returns when the last is seen through.

        Raises:
            ServerAway: nobody answered for longer than our patience.
        """
        answers: list[Future[None]] = []
        with ThreadPoolExecutor(max_workers=crews, thread_name_prefix="crew") as pool:
            try:
                started_at = self.pace.now()
                for number, call in enumerate(calls, start=1):
                    due_at = started_at + (call.at - calls[0].at).total_seconds() / self.pace.speed
                    self.pace.wait(due_at - self.pace.now())
                    incident = self.take(call)
                    if incident is not None and responder is not None:
                        answers.append(pool.submit(self.answered, responder, call, incident))
                    if number % 100 == 0:
                        self.say(f"{call.at}: {number} of {len(calls)} calls")
                self.await_crews(answers)
            except Stopped:
                self.say("Stopped.")
            finally:
                self.pace.stop()

    def await_crews(self, answers: Sequence[Future[None]]) -> None:
        """Until every call is seen through."""
        left = sum(not answer.done() for answer in answers)
        if left:
            self.say(f"All calls are in; waiting for the units on {left} of them")
        for answer in answers:
            answer.result()

    def take(self, call: RealCall) -> dict[str, Any] | None:
        """Post one call and ask who should go. None when it was refused."""
        external_id = f"{self.run}:{call.id}"
        body = {
            "type": self.types.code_of(call.type),
            "lon": call.lon,
            "lat": call.lat,
            "datum": self.datum,
            "place": call.place,
            "priority": call.priority,
            "external_id": external_id,
        }
        try:
            incident: dict[str, Any] = self.doors.command("/api/incidents", body, key=f"replay {external_id}")
            self.tally.count("fed")
            self.tally.ranked(self.doors.get(f"/api/incidents/{incident['id']}/recommendations")["candidates"])
        except Refusal as refusal:
            self.tally.count("refused")
            self.tally.complain(f"{refusal} (row {call.row})" if refusal.status >= 500 else str(refusal))
            return None
        return incident

    def answered(self, responder: Responder, call: RealCall, incident: dict[str, Any]) -> None:
        """See one call through; what ends it early ends it quietly, as the tally tells."""
        try:
            responder.respond(call, incident)
        except Stopped:
            self.tally.count("broken_off")
        except Refusal as refusal:
            self.tally.count("broken_off")
            self.tally.complain(str(refusal))
        except ServerAway:
            self.tally.count("broken_off")
            self.pace.stop()

    def report_positions(self, fleet: Fleet) -> threading.Thread:
        """Tell where every unit is, every two seconds, until the replay is stopped."""
        thread = threading.Thread(target=self._report_for_ever, args=[fleet], name="positions", daemon=True)
        thread.start()
        return thread

    def _report_for_ever(self, fleet: Fleet) -> None:
        while not self.pace.stopped:
            self.report_once(fleet)
            try:
                self.pace.wait(REPORT_EVERY_S)
            except Stopped:
                return

    def report_once(self, fleet: Fleet) -> None:
        """Send every unit's position; what does not arrive is not sent again, as the next one is newer."""
        positions = fleet.positions(self.pace.now())
        for start in range(0, len(positions), MOST_POSITIONS):
            try:
                answer = self.doors.report(positions[start : start + MOST_POSITIONS])
            except NoAnswer:
                continue
            except Refusal as refusal:
                self.tally.complain(str(refusal))
            else:
                self.tally.count("positions", answer["stored"])
                self.tally.count("positions_ignored", sum(answer["ignored"].values()))


def units_on_duty(doors: Doors) -> list[dict[str, Any]]:
    """The units that may be sent, as `GET /api/units` gives them."""
    return [unit for unit in doors.pages("/api/units") if unit["status"] != OFF_DUTY]
