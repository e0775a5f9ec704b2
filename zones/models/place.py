"""Places that are found by name: what the imported map calls streets, crossings and houses."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zones.vocabulary import PlaceKind


class Place(models.Model):
    """A place with a name. Written by the import of a map alone, all rows at once; never changed.

    `keys` and `slips` are what it is found by (`zones/search_keys.py`); a house has none, it is found by its street.
    """

    KINDS = [
        (PlaceKind.STREET.value, _("Street")),
        (PlaceKind.CROSSING.value, _("Crossing")),
        (PlaceKind.PLACE.value, _("Part of town")),
        (PlaceKind.POI.value, _("Point of interest")),
        (PlaceKind.ADDRESS.value, _("House")),
    ]

    id = models.BigIntegerField(_("id"), primary_key=True)
    kind = models.CharField(_("kind"), max_length=8, choices=KINDS)
    category = models.CharField(_("category"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    area = models.CharField(_("part of town"), max_length=200, blank=True)
    number = models.CharField(_("house number"), max_length=20, blank=True)
    street = models.ForeignKey(
        "self",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="houses",
        verbose_name=_("street"),
    )
    point = models.PointField(_("place"), srid=4326, spatial_index=False)  # where a call there is marked
    shape = models.GeometryField(_("shape"), srid=4326, geography=True)  # a street's lines, else the point
    length_m = models.FloatField(_("length in metres"), null=True, blank=True)
    keys = models.TextField(_("search keys"))
    slips = ArrayField(models.IntegerField(), verbose_name=_("keys with a letter missing"))

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = [
            GinIndex(
                fields=["keys"],
                opclasses=["gin_trgm_ops"],
                name="place_keys",
                condition=~Q(kind__in=[PlaceKind.ADDRESS.value, PlaceKind.CROSSING.value]),
            ),
            GinIndex(
                fields=["keys"],
                opclasses=["gin_trgm_ops"],
                name="place_crossing_keys",
                condition=Q(kind=PlaceKind.CROSSING.value),
            ),
            GinIndex(fields=["slips"], opclasses=["gin__int_ops"], name="place_slips"),
        ]

    def __str__(self) -> str:
        return self.name
