"""Numbers to call back."""

import re
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dispatch.models import Caller, Incident
from dispatch.services.records import tell
from patrol.errors import BadInput
from patrol.models import User

PHONE = re.compile(r"\+?[\d #*()./-]{2,31}")
WIDE = str.maketrans("０１２３４５６７８９＋－（）＃＊　", "0123456789+-()#* ")


def note_caller(incident: Incident, phone: str, *, said_at: datetime, by: User, at: datetime) -> Caller:
    """`add_caller` for a locked call. The number stays out of the journal, so that retention can erase it."""
    caller = Caller.objects.create(incident=incident, phone=checked_phone(phone), said_at=said_at, taken_by=by)
    tell(incident, "incident.caller_added", by=by, at=at, caller=caller.pk)
    return caller


def checked_phone(phone: str) -> str:
    """The number as it was said, in plain digits; empty where none was told.

    Raises:
        BadInput: it holds something else than a number.
    """
    number = phone.translate(WIDE).strip()
    if number and (not PHONE.fullmatch(number) or sum(sign.isdigit() for sign in number) < 2):
        raise BadInput(_("A telephone number has digits, spaces and + - ( ) # *, at most 32."), phone=number[:64])
    return number
