"""What came of a replay, in figures."""

import re
import threading
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any

NAMES = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NOT_BY_ROAD = {"estimated", "unreachable_by_road"}
MOST_COMPLAINTS = 200


class Tally:
    """Counted from many threads."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.first_seconds: list[float] = []
        self.complaints: Counter[str] = Counter()
        self._lock = threading.Lock()

    def count(self, what: str, number: int = 1) -> None:
        with self._lock:
            self.counts[what] += number

    def away(self, why: str) -> None:
        """Note that nobody answered."""
        self.count("away")
        self.complain(NAMES.sub("...", why))

    def complain(self, about: str) -> None:
        """Note what the server said against something; past 200 different things, that there were others."""
        with self._lock:
            is_new = about not in self.complaints and len(self.complaints) >= MOST_COMPLAINTS
            self.complaints["others" if is_new else about] += 1

    def ranked(self, candidates: Sequence[dict[str, Any]]) -> None:
        """Note the recommendation that a call got first."""
        if not candidates:
            self.count("no_unit_free")
            return
        self.count("estimated" if NOT_BY_ROAD & set(candidates[0]["flags"]) else "by_road")
        with self._lock:
            self.first_seconds.append(candidates[0]["seconds"])

    def lines(self) -> list[str]:
        """The figures, worded."""
        count = self.counts
        middle = f"{median(self.first_seconds):.0f} s" if self.first_seconds else "-"
        told = [
            f"calls: {count['fed']} fed, {count['known']} known before, {count['refused']} refused",
            f"first recommendation: {count['by_road']} by road, {count['estimated']} estimated,"
            f" {count['no_unit_free']} without a free unit; median of the first unit {middle}",
            f"units: {count['dispatched']} dispatched, {count['arrived']} arrived, {count['cleared']} cleared,"
            f" {count['never_sent']} calls without a unit to the end, {count['broken_off']} broken off",
            f"positions: {count['positions']} stored, {count['positions_ignored']} not taken;"
            f" server away {count['away']} times",
        ]
        return told + [f"{number} times: {text}" for text, number in self.complaints.most_common(10)]
