"""A time that was put right. What it said before stays."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dispatch.models.assignment import Assignment
from dispatch.models.incident import Incident


class TimeCorrection(models.Model):
    """One time of a call, or of a unit on it, from `original` to `corrected`; the reason is narrative."""

    FIELDS = [
        ("received_at", _("Received")),
        ("first_report_at", _("First report")),
        ("controlled_at", _("Under control")),
        ("ended_at", _("Ended")),
        ("acknowledged_at", _("Acknowledged")),
        ("en_route_at", _("En route")),
        ("arrived_at", _("On scene")),
        ("cleared_at", _("Cleared")),
    ]

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("incident")
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, null=True, related_name="corrections", verbose_name=_("assignment")
    )
    field = models.CharField(_("which time"), max_length=16, choices=FIELDS)
    original = models.DateTimeField(_("before"))
    corrected = models.DateTimeField(_("corrected"))
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("time"))
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("corrected time")
        verbose_name_plural = _("corrected times")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.field}: {self.original:%H:%M:%S} -> {self.corrected:%H:%M:%S}"
