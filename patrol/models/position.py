"""Where units are (one row each) and where they were (a row a report, a partition a day)."""

from django.contrib.gis.db import models


class LiveFix(models.Model):
    """The newest position of a unit. UNLOGGED: after a database crash it is refilled from `Fix`.

    Only `patrol.live` reads and writes it. `speed_mps` metres a second, `heading_deg` degrees from north,
    `accuracy_m` metres; WGS-84.
    """

    unit = models.OneToOneField("patrol.Unit", on_delete=models.CASCADE, primary_key=True, related_name="live_fix")
    point = models.PointField(srid=4326, spatial_index=True)
    fixed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    accuracy_m = models.FloatField(null=True)
    speed_mps = models.FloatField(null=True)
    heading_deg = models.FloatField(null=True)
    source = models.PositiveSmallIntegerField()

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
