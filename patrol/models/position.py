"""Where units are (one row each) and where they were (a row a report, a partition a day)."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db.models import Q

GEOGRAPHY = OpClass("point", name="gist_geography_ops")


class LiveFix(models.Model):
    """The newest position of a unit. UNLOGGED: after a database crash it is refilled from `Fix`.

    Only `patrol.live` reads and writes it. `speed_mps` metres a second, `heading_deg` degrees from north,
    `accuracy_m` metres; WGS-84. `dispatchable` repeats `Unit.objects.dispatchable()`, so that the nearest free units
    come straight from their own index; triggers on units and orders keep it true.
    """

    unit = models.OneToOneField(
        "patrol.Unit", on_delete=models.CASCADE, primary_key=True, related_name="live_fix", db_constraint=False
    )
    point = models.PointField(srid=4326, geography=True, spatial_index=False)
    dispatchable = models.BooleanField(db_default=False)
    fixed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    accuracy_m = models.FloatField(null=True)
    speed_mps = models.FloatField(null=True)
    heading_deg = models.FloatField(null=True)
    source = models.PositiveSmallIntegerField()

    class Meta:
        # As expressions: Django drops the condition of an index on a spatial field.
        indexes = [
            GistIndex(GEOGRAPHY, condition=Q(dispatchable=True), name="live_dispatchable"),
            GistIndex(GEOGRAPHY, condition=Q(dispatchable=False), name="live_passed_over"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} at {self.fixed_at:%H:%M:%S}"


class Fix(models.Model):
    """One report of a position. Partitioned by day of `fixed_at`; written by binary COPY only."""

    pk = models.CompositePrimaryKey("unit_id", "fixed_at", "source")
    unit_id = models.BigIntegerField()
    fixed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    lon = models.FloatField()
    lat = models.FloatField()
    accuracy_m = models.FloatField(null=True)
    speed_mps = models.FloatField(null=True)
    heading_deg = models.FloatField(null=True)
    source = models.SmallIntegerField()

    class Meta:
        managed = False
        db_table = "patrol_fix"

    def __str__(self) -> str:
        return f"{self.unit_id} at {self.fixed_at:%H:%M:%S}"
