"""A shape that held from one moment to another."""

from django.contrib.gis.db import models
from django.db.models import F, Q


class ShapeVersion(models.Model):
    """Identity lives elsewhere; this is its shape from `valid_from` until `valid_to` (now, while null). WGS-84."""

    number = models.PositiveIntegerField()
    shape = models.MultiPolygonField(srid=4326)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="%(class)s_ends_after_it_starts",
            ),
        ]
