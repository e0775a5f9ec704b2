"""Retention: old words, numbers and files of calls are erased. Facts, times and places stay, and the chain verifies."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet

from dispatch.models import Attachment, Caller, FormerPlace, Incident, IncidentNote, SituationReport, TimeCorrection
from dispatch.services.records import locked_incident, tell
from dispatch.vocabulary import INCIDENT_LABEL
from patrol.services import erase_order_texts

TEXTS: dict[str, tuple[type[Model], str]] = {
    "notes": (IncidentNote, "text"),
    "reports": (SituationReport, "text"),
    "corrections": (TimeCorrection, "reason"),
}
"""The rows with words of people, and the field that holds them."""


def erase_old_texts(*, text_days: int, number_days: int, at: datetime) -> Counter[str]:
    """Erase the texts of calls that ended `text_days` ago and the callers' numbers of those that did `number_days` ago.

    Each call in a transaction of its own. Open calls keep everything. Returns how many of each kind were erased.
    """
    erased: Counter[str] = Counter()
    texts_before, numbers_before = at - timedelta(days=text_days), at - timedelta(days=number_days)
    for incident_id in calls_with_numbers(numbers_before):
        erased += erase_numbers(incident_id=incident_id, before=numbers_before, at=at)
    for incident_id in calls_with_texts(texts_before):
        erased += erase_texts(incident_id=incident_id, before=texts_before, at=at)
    return erased


def calls_with_numbers(before: datetime) -> list[UUID]:
    """Calls that ended before then and still have numbers of callers."""
    found = old_numbers(before).filter(incident__ended_at__lt=before)
    return list(found.order_by("incident").values_list("incident", flat=True).distinct())


def calls_with_texts(before: datetime) -> list[UUID]:
    """Calls that ended before then and were never gone through, or got texts since that are as old."""
    ended = Incident.objects.filter(ended_at__lt=before)
    found = set(ended.filter(texts_erased_at__isnull=True).values_list("pk", flat=True))
    for rows in old_rows(before).values():
        found.update(rows.filter(incident__in=ended).values_list("incident", flat=True))
    return sorted(found)


def old_numbers(before: datetime) -> QuerySet[Caller]:
    return Caller.objects.filter(said_at__lt=before, erased_at__isnull=True).exclude(phone="")


def old_rows(before: datetime) -> dict[str, QuerySet[Any]]:
    """What of TEXTS, and which files, are older and still there."""
    rows: dict[str, QuerySet[Any]] = {
        name: model._default_manager.filter(at__lt=before, erased_at__isnull=True).exclude(**{field: ""})
        for name, (model, field) in TEXTS.items()
    }
    return rows | {"files": Attachment.objects.filter(at__lt=before, erased_at__isnull=True)}


@transaction.atomic
def erase_numbers(*, incident_id: UUID, before: datetime, at: datetime) -> Counter[str]:
    """Erase the numbers of a call's callers."""
    incident = locked_incident(incident_id)
    if incident.ended_at is None:
        return Counter()
    erased = Counter(numbers=old_numbers(before).filter(incident=incident).update(phone="", erased_at=at))
    return told(incident, erased, before=before, at=at)


@transaction.atomic
def erase_texts(*, incident_id: UUID, before: datetime, at: datetime) -> Counter[str]:
    """Erase the words and files of a call. Rows stay, empty, and say when they were erased."""
    incident = locked_incident(incident_id)
    if incident.ended_at is None:
        return Counter()
    erased: Counter[str] = Counter()
    for name, rows in old_rows(before).items():
        of_the_call = rows.filter(incident=incident)
        erased[name] = erase_files(of_the_call, at=at) if name == "files" else erase_words(name, of_the_call, at=at)
    places = FormerPlace.objects.filter(incident=incident, until__lt=before).exclude(place="")
    reasons = incident.assignments.exclude(short_crew_reason="")
    erased["places"] = places.update(place="")
    erased["reasons"] = reasons.update(short_crew_reason="") + bool(incident.hold_reason)
    erased["orders"] = erase_order_texts(subject_label=INCIDENT_LABEL, subject_ids=[incident.pk])
    incident.hold_reason, incident.texts_erased_at = "", at
    incident.save(update_fields=["hold_reason", "texts_erased_at"])
    return told(incident, erased, before=before, at=at)


def erase_words(name: str, rows: QuerySet[Any], *, at: datetime) -> int:
    _model, field = TEXTS[name]
    return rows.update(**{field: "", "erased_at": at})


def erase_files(attachments: QuerySet[Attachment], *, at: datetime) -> int:
    """The file goes first: if the change is lost, the next run finds the row and no file, and goes on."""
    for attachment in attachments:
        attachment.file.delete(save=False)
        attachment.name, attachment.file, attachment.erased_at = "", "", at
        attachment.save(update_fields=["name", "file", "erased_at"])
    return len(attachments)


def told(incident: Incident, erased: Counter[str], *, before: datetime, at: datetime) -> Counter[str]:
    """Journal what was erased, if anything was."""
    erased = +erased
    if erased:
        tell(incident, "incident.text_erased", by=None, at=at, erased=dict(erased), before=before.isoformat())
    return erased
