"""Positions on their way to the server: sent in batches, kept while it is away."""

from collections import deque
from collections.abc import Iterable
from typing import Any

from dispatch.replay.doors import Doors, NoAnswer, Refusal
from dispatch.replay.fleet import Fleet
from dispatch.replay.pace import Pace
from dispatch.replay.tally import Tally
from dispatch.simulation.devices import Devices

REPORT_EVERY_S = 0.5
MOST_KEPT, MOST_AT_ONCE = 5_000, 1_000


class Reporting:
    """What all devices say, through one gateway."""

    def __init__(self, doors: Doors, fleet: Fleet, pace: Pace, tally: Tally, devices: Devices) -> None:
        self._doors, self._fleet, self._pace, self._tally, self._devices = doors, fleet, pace, tally, devices
        self._kept: deque[dict[str, Any]] = deque(maxlen=MOST_KEPT)

    def go_on(self) -> None:
        """Report until the pace is stopped."""
        while True:
            self.send(self._devices.reports(self._fleet.positions(self._pace.now()), self._pace.now()))
            self._pace.wait(REPORT_EVERY_S)

    def send(self, reports: Iterable[dict[str, Any]]) -> None:
        """Send these after what is left from before; what nobody answers for is sent with the next ones."""
        self._kept.extend(reports)
        while self._kept:
            batch = [self._kept.popleft() for _number in range(min(MOST_AT_ONCE, len(self._kept)))]
            try:
                answer = self._doors.report(batch)
            except NoAnswer:
                self._kept.extendleft(reversed(batch))
                return
            except Refusal as refusal:
                self._tally.complain(str(refusal))
                return
            self._tally.count("positions", answer["stored"])
            self._tally.count("positions_ignored", sum(answer["ignored"].values()))
