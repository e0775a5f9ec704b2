"""Commands that send units, whose phones ring once that is safe."""

from collections.abc import Sequence
from typing import Any

from dispatch.models import Assignment
from dispatch.selectors import rung_dict
from patrol.command_view import CommandView
from patrol.realtime import ring
from patrol.selectors import people_aboard


class SendingCommand(CommandView):
    """`run` leaves in `sent` whom it sent. A repeat with the same Idempotency-Key rings nobody again."""

    sent: Sequence[Assignment] = ()

    def after_commit(self, data: dict[str, Any]) -> None:
        rung = {assignment.unit_id: rung_dict(assignment) for assignment in self.sent}
        if rung:
            ring({person: rung[unit] for person, unit in people_aboard(rung)})
