"""What the door answers, and why it refuses."""

from dataclasses import dataclass

import msgspec
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from patrol.errors import Refused

RETRY_AFTER_S = 2


class UnknownDevice(Refused):
    """The token is missing, unknown or revoked."""

    code = "unknown_device"
    status = 401


class NoSuchPath(Refused):
    """Positions are not taken here."""

    code = "not_found"
    status = 404


class WrongMethod(Refused):
    """Positions are posted."""

    code = "method_not_allowed"
    status = 405


class TooLarge(Refused):
    """The request is larger than one request may be."""

    code = "too_large"
    status = 413


class Overloaded(Refused):
    """The positions were not stored and must be sent again."""

    code = "overloaded"
    status = 503

    def __init__(self) -> None:
        super().__init__(_("Nothing was stored. Keep the positions and send them again in a few seconds."))


@dataclass(frozen=True, slots=True)
class Reply:
    """A status and a JSON body."""

    status: int
    body: bytes

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(self.body)).encode())]
        if settings.TRAINING:
            headers.append((b"x-patrol-training", b"1"))
        if self.status == Overloaded.status:
            headers.append((b"retry-after", str(RETRY_AFTER_S).encode()))
        if self.status == UnknownDevice.status:
            headers.append((b"www-authenticate", b"Device"))
        if self.status == WrongMethod.status:
            headers.append((b"allow", b"POST"))
        return headers


def stored(count: int, ignored: dict[str, int]) -> Reply:
    """The positions are in the database; those ignored are counted by reason and need not be sent again."""
    return Reply(200, msgspec.json.encode({"stored": count, "ignored": ignored}))


def refused(refusal: Refused) -> Reply:
    return Reply(refusal.status, msgspec.json.encode({"code": refusal.code, "message": str(refusal.message)}))
