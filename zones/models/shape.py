"""A shape that held from one moment to another, and the words that every place of the ground has."""

import uuid

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PlannedPlace(models.Model):
    """What zones, beats, points and routes share: an identity, a code, a name, an organization, an end."""

    id = models.UUIDField(_("id"), primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=120)
    organization = models.ForeignKey(
        "patrol.Organization", on_delete=models.PROTECT, related_name="%(class)ss", verbose_name=_("organization")
    )
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class ShapeVersion(models.Model):
    """Identity lives elsewhere; this is its shape from `valid_from` until `valid_to` (now, while null). WGS-84."""

    number = models.PositiveIntegerField(_("number"))
    shape = models.MultiPolygonField(_("shape"), srid=4326)
    valid_from = models.DateTimeField(_("valid from"))
    valid_to = models.DateTimeField(_("valid to"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="%(class)s_ends_after_it_starts",
            ),
        ]
