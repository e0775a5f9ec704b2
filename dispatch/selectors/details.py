"""What was added to one call: reports from the scene, corrected times, files."""

from typing import Any

from django.urls import reverse

from dispatch.models import Attachment, Incident, SituationReport, TimeCorrection
from dispatch.vocabulary import moment

type JsonObject = dict[str, Any]


def added_to(incident: Incident) -> JsonObject:
    """Three lists, oldest first. What retention erased has no words any more, and says when."""
    reports = incident.reports.select_related("by", "unit").order_by("at", "pk")
    corrections = incident.corrections.select_related("by", "assignment__unit").order_by("at", "pk")
    attachments = incident.attachments.select_related("by").order_by("at", "pk")
    return {
        "reports": [report_dict(report) for report in reports],
        "corrections": [correction_dict(correction) for correction in corrections],
        "attachments": [attachment_dict(attachment) for attachment in attachments],
    }


def report_dict(report: SituationReport) -> JsonObject:
    return {
        "situation": report.situation,
        "text": report.text,
        "unit": report.unit.call_sign if report.unit else "",
        "by": report.by.display_name,
        "at": report.at.isoformat(),
        "erased_at": moment(report.erased_at),
    }


def correction_dict(correction: TimeCorrection) -> JsonObject:
    return {
        "field": correction.field,
        "unit": correction.assignment.unit.call_sign if correction.assignment else "",
        "original": correction.original.isoformat(),
        "corrected": correction.corrected.isoformat(),
        "reason": correction.reason,
        "by": correction.by.display_name,
        "at": correction.at.isoformat(),
        "erased_at": moment(correction.erased_at),
    }


def attachment_dict(attachment: Attachment) -> JsonObject:
    """`url` leads to the file; empty where it is erased. `size` in bytes."""
    path = reverse("dispatch:attachment", kwargs={"attachment_id": attachment.pk})
    return {
        "id": str(attachment.pk),
        "name": attachment.name,
        "media_type": attachment.media_type,
        "size": attachment.size,
        "url": "" if attachment.erased_at else path,
        "by": attachment.by.display_name,
        "at": attachment.at.isoformat(),
        "erased_at": moment(attachment.erased_at),
    }
