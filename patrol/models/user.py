"""People who work here, and the roles they hold."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from patrol.models.organization import Organization
from patrol.vocabulary import Role


class User(AbstractUser):
    """A member of the force. `sworn` tells a police officer from an auxiliary (F12)."""

    first_name = None  # type: ignore[assignment]  # how Django drops a field
    last_name = None  # type: ignore[assignment]  # how Django drops a field
    display_name = models.CharField(_("name"), max_length=80)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organization"),
    )
    sworn = models.BooleanField(_("sworn officer"), default=False)

    REQUIRED_FIELDS = ["display_name"]
    held: tuple[tuple[str, str], ...] | None = None  # roles and paths, once `permissions.rights_of` has read them

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return f"{self.display_name} ({self.username})"


class RoleGrant(models.Model):
    """A role over an organization and everything below it."""

    ROLES = [
        (Role.OPERATOR.value, _("Operator")),
        (Role.DUTY_CHIEF.value, _("Duty chief")),
        (Role.OFFICER.value, _("Patrol officer")),
        (Role.SUPERVISOR.value, _("Supervisor")),
        (Role.PLANNER.value, _("Planner")),
        (Role.ADMINISTRATOR.value, _("Administrator")),
    ]

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants", verbose_name=_("user"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="grants", verbose_name=_("organization")
    )
    role = models.CharField(_("role"), max_length=16, choices=ROLES)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(fields=["user", "organization", "role"], name="role_granted_once"),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} over {self.organization_id}"
