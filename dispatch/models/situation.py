"""What a crew told from the scene."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dispatch.models.incident import Incident
from dispatch.situation import Situation


class SituationReport(models.Model):
    """The first report of a call, or that it is under control. Its text is narrative, which retention erases."""

    SITUATIONS = [
        (Situation.FIRST_REPORT.value, _("First report")),
        (Situation.CONTROLLED.value, _("Under control")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="reports", verbose_name=_("incident"))
    unit = models.ForeignKey(
        "patrol.Unit", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("unit")
    )
    situation = models.CharField(_("situation"), max_length=16, choices=SITUATIONS)
    text = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("time"))
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("situation report")
        verbose_name_plural = _("situation reports")
        indexes = [models.Index(fields=["at"], condition=models.Q(erased_at__isnull=True), name="report_not_erased")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.situation} {self.at:%H:%M:%S}"
