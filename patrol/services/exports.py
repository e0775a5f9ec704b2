"""Bulk reads: who took how much out of the system, when and by which filter."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from patrol.journal import Audience, audience_of, record
from patrol.models import User


@transaction.atomic
def note_export(*, table: str, file_format: str, count: int, chosen: Mapping[str, str], by: User, at: datetime) -> None:
    """Write down that a table was taken out as a file.

    Args:
        chosen: the filter by its names. Words that were searched for may name a person, so of them only that there
            were some is kept.
    """
    facts = {name: "…" if name == "search" else value for name, value in chosen.items()}
    record(
        "table.exported",
        subject=("patrol.table", table),
        audience=audience_of(by.organization) if by.organization else Audience("/"),
        by=by,
        at=at,
        table=table,
        format=file_format,
        count=count,
        filter=facts,
    )
