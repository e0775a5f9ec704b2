"""Routes: lines that are patrolled (F02, F13)."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patrol.vocabulary import TravelMode
from zones.models.shape import PlannedPlace
from zones.models.zone import Zone
from zones.vocabulary import Ring


class Route(PlannedPlace):
    """A line to patrol by car, by bicycle or on foot, WGS-84; of a zone and one of its rings, where it has them."""

    MODES = [
        (TravelMode.CAR.value, _("By car")),
        (TravelMode.BICYCLE.value, _("By bicycle")),
        (TravelMode.FOOT.value, _("On foot")),
    ]

    zone = models.ForeignKey(
        Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="routes", verbose_name=_("zone")
    )
    line = models.LineStringField(_("line"), srid=4326)
    ring = models.PositiveSmallIntegerField(_("ring"), choices=Zone.RINGS, null=True, blank=True)
    mode = models.CharField(_("mode"), max_length=8, choices=MODES)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=[mode.value for mode in TravelMode]), name="route_mode_known"),
            models.CheckConstraint(
                condition=Q(ring__isnull=True) | Q(ring__in=[ring.value for ring in Ring]), name="route_ring_known"
            ),
        ]
