"""Beats: the parts of the ground that units call home (F09)."""

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zones.models.shape import PlannedPlace, ShapeVersion


class Beat(PlannedPlace):
    """A beat's identity; its shape is a `BeatVersion`. Beats tile the ground, save those marked overlapping."""

    overlapping = models.BooleanField(_("may overlap"), default=False)

    class Meta:
        verbose_name = _("beat")
        verbose_name_plural = _("beats")


class BeatVersionQuerySet(models.QuerySet["BeatVersion"]):
    def current(self) -> "BeatVersionQuerySet":
        return self.filter(valid_to__isnull=True, beat__retired_at__isnull=True)

    def covering(self, point: Point) -> "BeatVersionQuerySet":
        """Versions whose shape holds the point, its border included."""
        return self.filter(shape__covers=point)


class BeatVersion(ShapeVersion):
    """What a beat looked like from one moment to another."""

    beat = models.ForeignKey(Beat, on_delete=models.PROTECT, related_name="versions", verbose_name=_("beat"))

    objects = BeatVersionQuerySet.as_manager()

    class Meta(ShapeVersion.Meta):
        verbose_name = _("beat shape")
        verbose_name_plural = _("beat shapes")
        constraints = [
            *ShapeVersion.Meta.constraints,
            models.UniqueConstraint(fields=["beat", "number"], name="beat_version_numbered_once"),
            models.UniqueConstraint(
                fields=["beat"], condition=Q(valid_to__isnull=True), name="one_current_shape_a_beat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.beat_id} v{self.number}"


class HomeBeat(models.Model):
    """The beat that a unit patrols. Lives here because a unit has never heard of a beat."""

    unit = models.OneToOneField(
        "patrol.Unit", on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("unit")
    )
    beat = models.ForeignKey(Beat, on_delete=models.PROTECT, related_name="homes", verbose_name=_("beat"))

    class Meta:
        verbose_name = _("home beat")
        verbose_name_plural = _("home beats")

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.beat_id}"
