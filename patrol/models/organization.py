"""The tree of organizations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from patrol.vocabulary import OrganizationKind


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def within(self, path: str) -> "OrganizationQuerySet":
        """The organization with this path and everything below it."""
        return self.filter(path__startswith=path)

    def locked(self) -> "OrganizationQuerySet":
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")


class Organization(models.Model):
    """A bureau, district, station or squad. `path` is `/1/4/9/`: the ids from the root down to itself."""

    KINDS = [
        (OrganizationKind.BUREAU.value, _("Bureau")),
        (OrganizationKind.DISTRICT.value, _("District")),
        (OrganizationKind.STATION.value, _("Station")),
        (OrganizationKind.SQUAD.value, _("Squad")),
    ]

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=KINDS)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    phone = models.CharField(_("phone of its desk"), max_length=64, blank=True)
    path = models.CharField(_("path"), max_length=200, unique=True, null=True, editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        indexes = [models.Index(fields=["path"], name="organization_subtree", opclasses=["varchar_pattern_ops"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in OrganizationKind]),
                name="organization_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
