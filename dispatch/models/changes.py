"""What remains when minds were changed: calls that wait for a unit, wrong places, steps that came too late."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dispatch.models.assignment import Assignment
from dispatch.models.incident import Incident
from dispatch.vocabulary import IncidentStatus


class StackedCallQuerySet(models.QuerySet["StackedCall"]):
    def waiting(self) -> "StackedCallQuerySet":
        """Those of open calls, next first."""
        return self.filter(incident__status=IncidentStatus.OPEN.value).order_by("position", "pk")


class StackedCall(models.Model):
    """A call that a unit goes to when it is done with what it does now. A lower `position` comes first.

    Gone as soon as any unit is sent to the call, or it ends.
    """

    unit = models.ForeignKey("patrol.Unit", on_delete=models.CASCADE, related_name="stack", verbose_name=_("unit"))
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="stacked", verbose_name=_("incident"))
    position = models.IntegerField(_("place in the stack"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("time"))

    objects = StackedCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("stacked call")
        verbose_name_plural = _("stacked calls")
        constraints = [
            models.UniqueConstraint(fields=["unit", "incident"], name="call_stacked_once_on_a_unit"),
            models.UniqueConstraint(fields=["unit", "position"], name="one_call_at_a_place_of_a_stack"),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} waits for {self.unit_id}"


class FormerPlace(models.Model):
    """Where a call was thought to be until `until`. Words of a place are erased with the call's other texts."""

    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="former_places", verbose_name=_("incident")
    )
    point = models.PointField(_("point"), srid=4326)
    place = models.CharField(_("place"), max_length=200, blank=True)
    zone_version = models.ForeignKey(
        "zones.ZoneVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("zone version"),
    )
    beat_version = models.ForeignKey(
        "zones.BeatVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("beat version"),
    )
    until = models.DateTimeField(_("until"))
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("corrected by")
    )

    class Meta:
        verbose_name = _("former place")
        verbose_name_plural = _("former places")

    def __str__(self) -> str:
        return f"{self.incident_id} until {self.until:%H:%M:%S}"


class LateStep(models.Model):
    """A step that a crew took, without a network, on a call that it had been taken off: kept until an operator decides.

    `happened_at` is the moment by our clock, `device_at` what the device's clock said.
    """

    STEPS = [("leave", _("En route")), ("arrive", _("On scene")), ("clear", _("Cleared"))]

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="late_steps", verbose_name=_("assignment")
    )
    step = models.CharField(_("step"), max_length=16, choices=STEPS)
    happened_at = models.DateTimeField(_("happened at"))
    device_at = models.DateTimeField(_("time of the device"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"))
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("told by")
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )
    put_back = models.BooleanField(_("put back on the call"), null=True, blank=True)

    class Meta:
        verbose_name = _("late step")
        verbose_name_plural = _("late steps")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "step"], name="late_step_kept_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, put_back__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False, put_back__isnull=False),
                name="late_step_settled_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.assignment_id}"
