"""Commands that send units, whose phones ring once that is safe."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation

from dispatch.models import Assignment
from dispatch.selectors import rung_dict
from patrol.command_view import CommandView
from patrol.realtime import phone_topic, ring
from patrol.selectors import people_aboard


class SendingCommand(CommandView):
    """`run` leaves in `sent` whom it sent. A repeat with the same Idempotency-Key rings nobody again."""

    sent: Sequence[Assignment] = ()

    def after_commit(self, data: dict[str, Any]) -> None:
        sent = {assignment.unit_id: assignment for assignment in self.sent}
        aboard = people_aboard(sent) if sent else []
        orders: dict[str, dict[str, Any]] = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                orders |= {phone_topic(person, language): rung_dict(sent[unit]) for person, unit in aboard}
        if orders:
            ring(orders)
