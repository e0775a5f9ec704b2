"""What a dispatcher and the crews press, through the same doors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dispatch.replay.doors import Doors, Refusal
from dispatch.replay.fleet import Fleet
from dispatch.replay.pace import Pace
from dispatch.replay.tally import Tally

SHORT_OF_CREW = "No fuller crew is near"
ACTIVE = {"ordered", "acknowledged", "en_route", "on_scene"}


@dataclass(frozen=True)
class Hands:
    """The doors, and the units that move by them."""

    doors: Doors
    fleet: Fleet
    pace: Pace
    tally: Tally

    def candidates(self, incident: dict[str, Any]) -> list[dict[str, Any]]:
        """Who should go to a call, best first."""
        found: list[dict[str, Any]] = self.doors.get(f"/api/incidents/{incident['id']}/recommendations")["candidates"]
        return found

    def assign(self, incident: dict[str, Any], chosen: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
        """Send candidates to a call, all or none; the assignment of the first.

        None when somebody else was faster, and the next recommendation is due.
        """
        short = any("short_crewed" in candidate["flags"] for candidate in chosen)
        units = [candidate["unit"] for candidate in chosen]
        body = {"units": units, "reason": SHORT_OF_CREW if short else ""}
        key = f"{incident['id']} assign {'-'.join(map(str, units))}"
        try:
            sent = self.doors.command(f"/api/incidents/{incident['id']}/assign", body, key=key)
        except Refusal as refusal:
            if refusal.status == 409:
                return None
            raise
        return dict(sent["assignments"][0])

    def step(self, path: str, body: dict[str, Any] | None = None) -> None:
        """Press a button that may be pressed again: the server does it once."""
        self.doors.command(path, body or {}, key=path)


def running_assignment(incident: dict[str, Any]) -> dict[str, Any] | None:
    """A unit that is on the call already."""
    return next((sent for sent in incident["assignments"].values() if sent["state"] in ACTIVE), None)
