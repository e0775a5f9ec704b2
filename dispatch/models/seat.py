"""Where dispatchers sit."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seat(models.Model):
    """A dispatcher's position in the centre. A call belongs to one, whoever sits there, and that one signs for it."""

    organization = models.ForeignKey(
        "patrol.Organization", on_delete=models.PROTECT, related_name="seats", verbose_name=_("organization")
    )
    code = models.CharField(_("code"), max_length=32)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="seat_code_once")]

    def __str__(self) -> str:
        return self.name
