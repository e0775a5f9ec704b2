"""Cautions: physical dangers of a place, with an author and an end."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zones.vocabulary import CautionKind


class CautionQuerySet(models.QuerySet["Caution"]):
    def in_force(self, at: datetime) -> "CautionQuerySet":
        """Cautions that are neither over nor withdrawn at the moment."""
        return self.filter(withdrawn_at__isnull=True, noted_at__lte=at, expires_at__gt=at)


class Caution(models.Model):
    """A danger of a place, WGS-84: a loose roof, deep water, a live wire. It ends by itself."""

    KINDS: Iterable[tuple[str, object]] = [
        (CautionKind.STRUCTURE.value, _("Unsafe building")),
        (CautionKind.HEIGHT.value, _("Danger of falling")),
        (CautionKind.WATER.value, _("Water or ice")),
        (CautionKind.ELECTRICITY.value, _("Electricity")),
        (CautionKind.GAS.value, _("Gas or chemicals")),
        (CautionKind.FIRE.value, _("Fire")),
        (CautionKind.TRAFFIC.value, _("Traffic or road works")),
        (CautionKind.ANIMAL.value, _("Animals")),
        (CautionKind.ACCESS.value, _("No way through")),
        (CautionKind.OTHER.value, _("Other danger")),
    ]

    id = models.UUIDField(_("id"), primary_key=True, default=uuid.uuid4, editable=False)
    place = models.PointField(_("place"), srid=4326)
    text = models.CharField(_("text"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=KINDS)
    author = models.ForeignKey("patrol.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    organization = models.ForeignKey(
        "patrol.Organization", on_delete=models.PROTECT, related_name="cautions", verbose_name=_("organization")
    )
    noted_at = models.DateTimeField(_("noted at"))
    expires_at = models.DateTimeField(_("expires at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = CautionQuerySet.as_manager()

    class Meta:
        verbose_name = _("caution")
        verbose_name_plural = _("cautions")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("noted_at")), name="caution_ends_after_it_was_noted"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in CautionKind]), name="caution_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text
