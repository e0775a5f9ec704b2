"""An engine that never leaves the dispatcher without an answer."""

import logging
from collections.abc import Callable, Sequence

from zones.routing.base import LonLat, Match, RoadEngine, Route, Table, TrackFix, Travel
from zones.routing.straight_line import StraightLine

logger = logging.getLogger(__name__)


class WithFallback:
    """Asks `engine`; where it fails, logs why and answers by straight line, marked estimated."""

    def __init__(self, engine: RoadEngine) -> None:
        self.mode = engine.mode
        self._engine = engine
        self._spare = StraightLine(engine.mode)

    def times(self, origins: Sequence[LonLat], target: LonLat) -> tuple[Travel, ...]:
        return self._first(lambda engine: engine.times(origins, target))

    def table(self, origins: Sequence[LonLat], targets: Sequence[LonLat]) -> Table:
        return self._first(lambda engine: engine.table(origins, targets))

    def route(self, origin: LonLat, target: LonLat) -> Route | None:
        return self._first(lambda engine: engine.route(origin, target))

    def match(self, track: Sequence[TrackFix], *, accuracy_metres: float = 20.0) -> Match:
        return self._first(lambda engine: engine.match(track, accuracy_metres=accuracy_metres))

    def _first[Answer](self, question: Callable[[RoadEngine], Answer]) -> Answer:
        try:
            return question(self._engine)
        except RuntimeError:
            logger.exception("The road engine failed for %s; the answer is estimated by straight line.", self.mode)
            return question(self._spare)
