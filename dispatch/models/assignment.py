"""A unit sent to a call."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dispatch.models.incident import Incident


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def locked(self) -> "AssignmentQuerySet":
        """With their calls, units and orders, which are locked first and in this order."""
        return self.select_for_update(of=("incident", "unit", "order", "self"), no_key=True).order_by("pk")

    def active(self) -> "AssignmentQuerySet":
        return self.filter(cleared_at__isnull=True, withdrawn_at__isnull=True)


class Assignment(models.Model):
    """A unit on its way to, at, or done with a call. Sent, seen and acknowledged live on its order alone.

    Of the units on a call the one that was chosen to lead does; where none was, the one sent first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("incident")
    )
    unit = models.ForeignKey(
        "patrol.Unit", on_delete=models.PROTECT, related_name="assignments", verbose_name=_("unit")
    )
    order = models.OneToOneField(
        "patrol.Order", on_delete=models.PROTECT, related_name="assignment", verbose_name=_("order")
    )
    assigned_at = models.DateTimeField(_("assigned at"))
    recommended_rank = models.PositiveSmallIntegerField(_("recommended rank"), null=True, blank=True)
    primary = models.BooleanField(_("chosen to lead"), default=False, db_default=False)
    short_crew_reason = models.CharField(_("short crew reason"), max_length=200, blank=True)
    en_route_at = models.DateTimeField(_("en route at"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    cleared_at = models.DateTimeField(_("cleared at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "unit"],
                condition=Q(cleared_at__isnull=True, withdrawn_at__isnull=True),
                name="unit_once_on_a_call",
            ),
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(primary=True, cleared_at__isnull=True, withdrawn_at__isnull=True),
                name="one_primary_unit_on_a_call",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True) | Q(withdrawn_at__isnull=True), name="assignment_ends_one_way"
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True) | Q(en_route_at__isnull=False, arrived_at__gte=F("en_route_at")),
                name="assignment_arrives_after_leaving",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True) | Q(arrived_at__isnull=False, cleared_at__gte=F("arrived_at")),
                name="assignment_clears_after_arriving",
            ),
        ]
        indexes = [models.Index(fields=["unit", "assigned_at"], name="assignment_by_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} to {self.incident_id}"
