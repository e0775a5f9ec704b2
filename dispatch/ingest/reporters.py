"""Who may report for which units."""

from collections.abc import Iterable
from dataclasses import dataclass

from patrol.models import Device, Unit

REMEMBERED_S = 5.0  # a revoked token is refused after at most this long


@dataclass(frozen=True, slots=True)
class Reporter:
    """A device: `unit` is the one it is bound to, None for a gateway; `units` are all it may report for."""

    source: int
    unit: int | None
    units: frozenset[int]
    looked_up_at: float


class Reporters:
    """The devices by the digest of their token, remembered for a few seconds. Used from one thread."""

    def __init__(self) -> None:
        self._known: dict[str, Reporter] = {}

    def look_up(self, digests: Iterable[str], *, now: float) -> None:
        """Make sure that what is remembered of these tokens is fresh; one query for all. `now`: monotonic seconds."""
        asked = {digest for digest in digests if not self._is_fresh(digest, now)}
        if not asked:
            return
        for digest in asked:
            self._known.pop(digest, None)
        devices = Device.objects.active().filter(key_digest__in=asked)
        for digest, source, unit, path in devices.values_list("key_digest", "source", "unit", "organization__path"):
            units = frozenset([unit]) if unit else units_under(path or "")
            self._known[digest] = Reporter(source, unit, units, now)

    def get(self, digest: str) -> Reporter | None:
        """The device with this token, as last looked up."""
        return self._known.get(digest)

    def _is_fresh(self, digest: str, now: float) -> bool:
        known = self._known.get(digest)
        return known is not None and now - known.looked_up_at < REMEMBERED_S


def units_under(path: str) -> frozenset[int]:
    """The units that a gateway of the organization with this path reports for."""
    return frozenset(Unit.objects.under(path).values_list("pk", flat=True))
