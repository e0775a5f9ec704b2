"""Zones: places with a class, a ring and a priority (F01, F02)."""

from datetime import datetime

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zones.models.shape import PlannedPlace, ShapeVersion
from zones.vocabulary import Ring, ZoneClass


class Zone(PlannedPlace):
    """A zone's identity. Its shape is a `ZoneVersion`; a call points to the version it fell in.

    It holds from `starts_at` until before `ends_at`; null: always. With `direct_report` an urgent call in it goes to
    the leaders at once (F48).
    """

    CLASSES = [
        (ZoneClass.GOVERNMENT.value, _("Government quarter")),
        (ZoneClass.STATION.value, _("Station area")),
        (ZoneClass.SCENIC.value, _("Scenic area")),
        (ZoneClass.COMMERCIAL.value, _("Commercial area")),
        (ZoneClass.MEDICAL.value, _("Hospital area")),
        (ZoneClass.SCHOOL.value, _("School area")),
    ]
    RINGS = [
        (Ring.CORE.value, _("Core ring")),
        (Ring.KEY.value, _("Key ring")),
        (Ring.OUTER.value, _("Outer ring")),
    ]

    zone_class = models.CharField(_("class"), max_length=16, choices=CLASSES, blank=True)
    ring = models.PositiveSmallIntegerField(_("ring"), choices=RINGS, null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), default=5)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies in")
    )
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    direct_report = models.BooleanField(_("direct report to leaders"), default=False)

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        constraints = [
            models.CheckConstraint(
                condition=Q(zone_class="") | Q(zone_class__in=[value.value for value in ZoneClass]),
                name="zone_class_known",
            ),
            models.CheckConstraint(
                condition=Q(ring__isnull=True) | Q(ring__in=[ring.value for ring in Ring]), name="zone_ring_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="zone_ends_after_it_starts",
            ),
        ]


class ZoneVersionQuerySet(models.QuerySet["ZoneVersion"]):
    def current(self) -> "ZoneVersionQuerySet":
        return self.filter(valid_to__isnull=True, zone__retired_at__isnull=True)

    def in_force(self, at: datetime) -> "ZoneVersionQuerySet":
        """Versions of zones whose validity holds at the moment."""
        started = Q(zone__starts_at__isnull=True) | Q(zone__starts_at__lte=at)
        return self.filter(started, Q(zone__ends_at__isnull=True) | Q(zone__ends_at__gt=at))

    def covering(self, point: Point) -> "ZoneVersionQuerySet":
        """Versions whose shape holds the point, its border included."""
        return self.filter(shape__covers=point)


class ZoneVersion(ShapeVersion):
    """What a zone looked like from one moment to another."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="versions", verbose_name=_("zone"))

    objects = ZoneVersionQuerySet.as_manager()

    class Meta(ShapeVersion.Meta):
        verbose_name = _("zone shape")
        verbose_name_plural = _("zone shapes")
        constraints = [
            *ShapeVersion.Meta.constraints,
            models.UniqueConstraint(fields=["zone", "number"], name="zone_version_numbered_once"),
            models.UniqueConstraint(
                fields=["zone"], condition=Q(valid_to__isnull=True), name="one_current_shape_a_zone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id} v{self.number}"
