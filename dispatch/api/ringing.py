"""Commands that send units, whose phones ring once that is safe."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation

from dispatch.models import Assignment
from dispatch.selectors import rung_dict
from patrol.command_view import CommandView
from patrol.realtime import phone_topic, ring


class SendingCommand(CommandView):
    """`run` leaves in `sent` whom it sent. A repeat with the same Idempotency-Key rings nobody again."""

    sent: Sequence[Assignment] = ()

    def after_commit(self, data: dict[str, Any]) -> None:
        orders: dict[str, dict[str, Any]] = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                for assignment in self.sent:
                    rung = rung_dict(assignment)
                    orders |= {phone_topic(person, language): rung for person in assignment.unit.aboard}
        if orders:
            ring(orders)
