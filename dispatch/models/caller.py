"""Who called, to be called back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dispatch.models.incident import Incident


class Caller(models.Model):
    """One of those who called about a call: a number to call back, and no name. The number is empty where withheld.

    A row of its own, apart from the journal: retention empties `phone` and sets `erased_at`.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="callers", verbose_name=_("incident"))
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    said_at = models.DateTimeField(_("said at"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("taken by")
    )
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("caller")
        verbose_name_plural = _("callers")
        indexes = [models.Index(fields=["incident", "said_at"], name="caller_by_incident")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.said_at:%H:%M:%S}"
