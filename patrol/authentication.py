"""Who speaks: a person's token, a person's session, or a device's key."""

import hashlib
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from patrol.models import ApiToken, Device, RoleGrant, User
from patrol.permissions import held
from patrol.prepared import Prepared, in_one_go

LIVE_TOKEN = Prepared(
    lambda at, digest: ApiToken.objects.select_related("user").filter(
        expires_at__gt=at, user__is_active=True, key_digest=digest
    ),
    datetime,
    str,
)

GRANTS_BY_TOKEN = Prepared(
    lambda digest: RoleGrant.objects.select_related("organization").filter(user__api_tokens__key_digest=digest), str
)


def digest_of(key: str) -> str:
    """SHA-256 of a key, as hexadecimal. Keys are 32 random bytes, so no salt is needed."""
    return hashlib.sha256(key.encode(errors="surrogateescape")).hexdigest()


def live_token(key: str) -> ApiToken | None:
    """The token with this key, unless it is over or its person has left. What that person may do is read with it."""
    digest = digest_of(key)
    with in_one_go():
        tokens, grants = LIVE_TOKEN.ask(timezone.now(), digest), GRANTS_BY_TOKEN.ask(digest)
    token = next(iter(tokens()), None)
    if token is not None:
        token.user.held = held(grants())
    return token


def person_for_token(key: str) -> User | None:
    """The person that a live token speaks for."""
    token = live_token(key)
    return token.user if token else None


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Token <key>`."""

    keyword = "Token"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The person a live token speaks for; None where the header names no token.

        Raises:
            AuthenticationFailed: the token is unknown or over, or its person has left.
        """
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != self.keyword.lower():
            return None
        token = live_token(key.strip())
        if token is None:
            raise exceptions.AuthenticationFailed(_("This token is unknown or has expired. Ask for a new one."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002  (the signature is DRF's)
        return self.keyword


class SessionAuthentication(authentication.SessionAuthentication):
    """The log-in of a page, with CSRF; answers 401, not 403, to strangers."""

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002  (the signature is DRF's)
        return "Session"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library has no types here
    """How the API document names the token."""

    target_class = "patrol.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002  (the signature is the library's)
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token <key>"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library has no types here
    """How the API document names the session."""

    target_class = "patrol.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002  (the signature is the library's)
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


def device_for_key(key: str) -> Device | None:
    """The device that reports with this key, unless it was revoked."""
    return Device.objects.active().select_related("organization").filter(key_digest=digest_of(key)).first()
