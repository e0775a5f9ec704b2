"""Files of a call."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dispatch.models.incident import Incident


def path_of(attachment: "Attachment", _name: str) -> str:
    """Where its file lies in the media folder: never under the name that it came with."""
    return f"attachments/{attachment.at:%Y/%m}/{attachment.pk}"


class Attachment(models.Model):
    """A picture, recording or document. `media_type` is what its content says; `digest` is its SHA-256.

    After retention has erased it, name and file are gone and the row stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="attachments", verbose_name=_("incident")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    media_type = models.CharField(_("media type"), max_length=32)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(_("digest"), max_length=64)
    file = models.FileField(_("file"), upload_to=path_of, max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("time"))
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.media_type}"
