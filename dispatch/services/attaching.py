"""Files attached to calls."""

import hashlib
import unicodedata
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from dispatch.file_type import TYPES, type_of_content
from dispatch.models import Attachment
from dispatch.services.records import locked_incident, tell
from patrol.errors import BadInput, NotAllowed
from patrol.models import User

LARGEST = 10 * 1024 * 1024
MOST = 50


@transaction.atomic
def attach_file(*, incident_id: UUID, name: str, file: "File[bytes]", by: User, at: datetime) -> Attachment:
    """Keep a picture, recording or document with a call, open or ended. Its type is what its content says.

    Raises:
        BadInput: empty, over 10 MB, or of a type that is not kept.
        NotAllowed: the call has fifty files already.
    """
    incident = locked_incident(incident_id)
    content = checked_content(file)
    media_type = type_of_content(content)
    if media_type is None:
        raise BadInput(
            _("This is no picture, recording or PDF. These can be attached: %(types)s.")
            % {"types": pgettext("between names", ", ").join(TYPES.values())}
        )
    if incident.attachments.count() >= MOST:
        raise NotAllowed(_("This call has fifty files already. No more can be attached."))
    attachment = Attachment(
        incident=incident,
        name=plain_name(name) or f"file.{TYPES[media_type]}",
        media_type=media_type,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        by=by,
        at=at,
    )
    attachment.file.save("", ContentFile(content), save=False)
    attachment.save(force_insert=True)
    facts = {"attachment": str(attachment.pk), "size": attachment.size, "digest": attachment.digest}
    tell(incident, "incident.file_attached", by=by, at=at, media_type=media_type, **facts)
    return attachment


def checked_content(file: "File[bytes]") -> bytes:
    """
    Raises:
        BadInput: empty or too large.
    """
    if file.size > LARGEST:
        limit, size = filesizeformat(LARGEST), filesizeformat(file.size)
        raise BadInput(
            _("The file has %(size)s. At most %(limit)s can be attached.") % {"size": size, "limit": limit},
            limit=LARGEST,
        )
    content: bytes = file.read()
    if not content:
        raise BadInput(_("The file is empty."))
    return content


def plain_name(name: str) -> str:
    """The name without folders, control characters and marks that turn the direction of writing."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()[:120]
