"""What reports positions."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patrol.vocabulary import PositionSource

if TYPE_CHECKING:
    from patrol.models.unit import Unit


class DeviceQuerySet(models.QuerySet["Device"]):
    def active(self) -> "DeviceQuerySet":
        return self.filter(revoked_at__isnull=True)

    def phone_pages_of(self, unit: "Unit") -> "DeviceQuerySet":
        """The phone pages that report for a unit now."""
        return self.active().filter(unit=unit, source=PositionSource.PHONE_PAGE.value)


class Device(models.Model):
    """A tracker, radio, phone or gateway. Only the digest of its token is kept.

    A device reports for its one unit; a gateway (an outside tracker server, a simulator) for every unit of its
    organization.
    """

    SOURCES = [
        (PositionSource.VEHICLE_TRACKER.value, _("Vehicle tracker")),
        (PositionSource.RADIO.value, _("Radio")),
        (PositionSource.NATIVE_CLIENT.value, _("Phone application")),
        (PositionSource.PHONE_PAGE.value, _("Phone page")),
        (PositionSource.GATEWAY.value, _("Gateway")),
    ]

    label = models.CharField(_("label"), max_length=80)
    key_digest = models.CharField(_("key digest"), max_length=64, unique=True)
    source = models.PositiveSmallIntegerField(_("source"), choices=SOURCES)
    unit = models.ForeignKey(
        "patrol.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="devices", verbose_name=_("unit")
    )
    organization = models.ForeignKey(
        "patrol.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="gateways",
        verbose_name=_("organization"),
    )
    created_at = models.DateTimeField(_("created at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, organization__isnull=True)
                | Q(unit__isnull=True, organization__isnull=False, source=PositionSource.GATEWAY.value),
                name="device_reports_for_a_unit_or_is_a_gateway",
            ),
        ]

    def __str__(self) -> str:
        return self.label
