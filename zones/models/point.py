"""Points: places that are owed visits or presence (F03)."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zones.models.shape import PlannedPlace
from zones.models.zone import Zone
from zones.vocabulary import MOST_PRIORITY, CheckMethod, PointKind


def by_position() -> list[str]:
    return [CheckMethod.GPS.value]


class Point(PlannedPlace):
    """A must-patrol or standing point, WGS-84.

    A visit counts within `radius_m` metres after `dwell_s` seconds; the next is due `max_gap_s` seconds after its end.
    Hours are the wall clock's, half open, across midnight if they end before they begin; null: round the clock.
    """

    KINDS = [
        (PointKind.MUST_PATROL.value, _("Must-patrol point")),
        (PointKind.STANDING.value, _("Standing point")),
    ]
    METHODS = [
        (CheckMethod.GPS.value, _("Position")),
        (CheckMethod.QR.value, _("QR code")),
        (CheckMethod.NFC.value, _("NFC tag")),
        (CheckMethod.PHOTO.value, _("Photo")),
    ]

    kind = models.CharField(_("kind"), max_length=16, choices=KINDS)
    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="points", verbose_name=_("zone")
    )
    place = models.PointField(_("place"), srid=4326)
    radius_m = models.PositiveIntegerField(_("radius in metres"), default=50)
    dwell_s = models.PositiveIntegerField(_("stay in seconds"), default=300)
    max_gap_s = models.PositiveIntegerField(_("longest gap in seconds"), default=14_400)
    hours_from = models.TimeField(_("from"), null=True, blank=True)
    hours_to = models.TimeField(_("to"), null=True, blank=True)
    check_methods = ArrayField(
        models.CharField(max_length=8, choices=METHODS), verbose_name=_("checked by"), default=by_position
    )
    responsible_unit = models.ForeignKey(
        "patrol.Unit",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible unit"),
    )
    priority = models.PositiveSmallIntegerField(_("priority"), default=5)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        verbose_name = _("point")
        verbose_name_plural = _("points")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in PointKind]), name="point_kind_known"),
            models.CheckConstraint(
                condition=Q(check_methods__contained_by=[method.value for method in CheckMethod])
                & Q(check_methods__len__gt=0),
                name="point_check_methods_known",
            ),
            models.CheckConstraint(
                condition=Q(hours_from__isnull=True, hours_to__isnull=True)
                | Q(hours_from__isnull=False, hours_to__isnull=False),
                name="point_hours_both_or_none",
            ),
            models.CheckConstraint(
                condition=Q(radius_m__gt=0, max_gap_s__gt=0, priority__range=(1, MOST_PRIORITY)),
                name="point_figures_make_sense",
            ),
        ]
