"""The desk's table of calls. Neither callers' numbers nor what was told of a call stand in it."""

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_lazy

from dispatch.models import Incident
from dispatch.outcomes import Outcome
from dispatch.selectors import outcome_name
from dispatch.vocabulary import IncidentStatus, call_number
from patrol.tables import NUMBER, DeskTable, TimeColumn, wall_clock

KNOWN_OUTCOMES = {outcome.value for outcome in Outcome}


class CallsTable(DeskTable):
    """Calls with when they came, what and where, how far they are and how they ended."""

    number = tables.Column(
        verbose_name=gettext_lazy("Number"), order_by=("year", "number"), attrs={"td": {"class": "tabular key"}}
    )
    received = TimeColumn(accessor="received_at", verbose_name=gettext_lazy("Received"))
    priority = tables.Column(verbose_name=gettext_lazy("Priority"))
    type = tables.Column(accessor="type__name", verbose_name=gettext_lazy("Type"))
    place = tables.Column(verbose_name=gettext_lazy("Place"), attrs={"td": {"class": "words"}})
    level = tables.Column(verbose_name=gettext_lazy("Level"))
    state = tables.Column(accessor="status", verbose_name=gettext_lazy("State"))
    zone = tables.Column(accessor="zone_version__zone__name", verbose_name=gettext_lazy("Zone"))
    first_arrival = tables.Column(verbose_name=gettext_lazy("First arrival"), attrs=NUMBER)
    outcome = tables.Column(accessor="disposition", verbose_name=gettext_lazy("Outcome"))

    class Meta(DeskTable.Meta):
        order_by = "-received"

    def render_number(self, record: Incident) -> str:
        return call_number(record.year, record.number)

    def render_priority(self, value: int) -> str:
        return render_to_string("_components/priority.html", {"priority": value})

    def value_priority(self, value: int) -> int:
        return value

    def render_type(self, value: str) -> str:
        return gettext(value)

    def render_state(self, record: Incident) -> str:
        is_open = record.status == IncidentStatus.OPEN.value
        return render_to_string(
            "_components/tag.html", {"text": record.get_status_display(), "tone": "blue" if is_open else ""}
        )

    def value_state(self, record: Incident) -> str:
        return str(record.get_status_display())

    def render_first_arrival(self, value: datetime, record: Incident) -> str:
        shown: dict[str, Any] = {"at": value, "minutes": (value - record.received_at).total_seconds() / 60}
        return render_to_string("dispatch/_first_arrival.html", shown)

    def value_first_arrival(self, value: datetime | None) -> datetime | None:
        return wall_clock(value)

    def render_outcome(self, value: str) -> str:
        """An outcome in words; why a call was cancelled is free text, which does not belong here."""
        return outcome_name(value) if value in KNOWN_OUTCOMES else "—"
