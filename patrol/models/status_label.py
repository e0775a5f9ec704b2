"""What an organization calls a unit's states: free words on a fixed vocabulary."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patrol.models.organization import Organization
from patrol.models.unit import Unit
from patrol.vocabulary import UnitStatus


class StatusLabel(models.Model):
    """The name of one state at an organization and below it, shown instead of ours. The meaning is what is stored."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="status_labels", verbose_name=_("organization")
    )
    status = models.CharField(_("status"), max_length=16, choices=Unit.STATUSES)
    label = models.CharField(_("name here"), max_length=16)

    class Meta:
        verbose_name = _("status name")
        verbose_name_plural = _("status names")
        constraints = [
            models.UniqueConstraint(fields=["organization", "status"], name="one_label_a_status_and_organization"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in UnitStatus]), name="labelled_status_known"
            ),
            models.CheckConstraint(condition=~Q(label=""), name="label_has_text"),
        ]

    def __str__(self) -> str:
        return self.label
