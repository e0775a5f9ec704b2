"""The base of every command of the API: one service, refusals as JSON, safe to repeat."""

import hashlib
from datetime import datetime
from typing import Any, ClassVar, cast

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from patrol.clocks import Said
from patrol.errors import BadInput, KeyReused, NotPermitted, Refused
from patrol.models import IdempotentReply, User

KEY_HEADER = "Idempotency-Key"
TIME_HEADER = "Device-Time"
LONGEST_KEY = 120
IDEMPOTENCY_KEY = OpenApiParameter(
    name=KEY_HEADER,
    type=str,
    location=OpenApiParameter.HEADER,
    description="Any text up to 120 characters: the same key with the same body gets the same answer, done once.",
)


DEVICE_TIME = OpenApiParameter(
    name=TIME_HEADER,
    type=OpenApiTypes.DATETIME,
    location=OpenApiParameter.HEADER,
    description="What the device's clock shows now: tells how long a step with `happened_at` waited for a network.",
)


class RefusalSerializer(serializers.Serializer[Any]):
    """Every error of the API."""

    code = serializers.CharField()
    message = serializers.CharField()


def refusals(*statuses: int) -> dict[int, type[RefusalSerializer]]:
    """For `extend_schema(responses=...)`: how an operation may refuse."""
    return dict.fromkeys(statuses, RefusalSerializer)


class CommandSchema(AutoSchema):
    """Describes a command from its class: what goes in, what comes out, how it refuses."""

    def get_override_parameters(self) -> list[Any]:
        return [IDEMPOTENCY_KEY, DEVICE_TIME] if self.command.tells_time else [IDEMPOTENCY_KEY]

    @property
    def command(self) -> "CommandView":
        return cast("CommandView", self.view)

    def get_request_serializer(self) -> Any:
        return self.command.input_serializer

    def get_response_serializers(self) -> Any:
        answer = self.command.output_serializer or OpenApiTypes.OBJECT
        return {self.command.success_status: answer, **refusals(400, 401, 403, 404, 409, 415, 422)}


class CommandView(APIView):
    """One POST, one service call.

    A subclass names `input_serializer` (None: no body) and `output_serializer`, and implements `run`, which
    authorises, calls ONE service and returns what JSON can hold.
    """

    schema = CommandSchema()
    input_serializer: ClassVar[type[serializers.BaseSerializer[Any]] | None] = None
    output_serializer: ClassVar[type[serializers.BaseSerializer[Any]] | None] = None
    success_status: ClassVar[int] = 200
    tells_time: ClassVar[bool] = False  # a device may have kept it for later

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        """Authorise, call one service, and return the answer's body."""
        raise NotImplementedError  # a subclass that forgets it fails its first test

    def after_commit(self, data: dict[str, Any]) -> None:
        """What must be said once the change is safe; nothing by default."""

    def post(self, request: Request, **path: Any) -> Response:
        data = self.checked(request)
        at = timezone.now()
        response = self.once(request, data, at=at, **path)
        self.after_commit(data)
        return response

    def checked(self, request: Request) -> dict[str, Any]:
        """The body, checked."""
        if self.input_serializer is None:
            return {}
        serializer = self.input_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def once(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Response:
        """Run, or give the answer that this Idempotency-Key got the first time."""
        key = request.headers.get(KEY_HEADER, "")
        if not key:
            return Response(self.run(request, data, at=at, **path), self.success_status)
        with transaction.atomic():  # the change and its answer, or neither
            reply = reserve(self.by(request), request, key, at=at)
            if reply.status is None:
                reply.status, reply.body = self.success_status, self.run(request, data, at=at, **path)
                reply.save(update_fields=["status", "body"])
        return Response(reply.body, reply.status)

    def by(self, request: Request) -> User:
        """The person who commands."""
        if not isinstance(request.user, User):
            raise NotPermitted
        return request.user


def said_of(request: Request, data: dict[str, Any], *, by_radio: bool) -> Said:
    """What is said of when the step happened; a clock that shows nothing readable is left out."""
    try:
        shown = datetime.fromisoformat(request.headers.get(TIME_HEADER, ""))
    except ValueError:
        shown = None
    readable = shown is not None and shown.tzinfo is not None
    return Said(data.get("happened_at"), shown if readable else None, by_radio)


def reserve(user: User, request: Request, key: str, *, at: datetime) -> IdempotentReply:
    """The row of this key: new, or with the answer of the first time. Waits for a twin that is still running.

    Raises:
        BadInput: the key is too long or no plain text.
        KeyReused: the key came with another command before.
    """
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise BadInput(_("An Idempotency-Key is printable text of at most 120 characters."))
    text = f"{request.path}\n{request.data!r}"
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
    new = IdempotentReply(user=user, key=key, request_digest=digest, created_at=at)
    IdempotentReply.objects.bulk_create([new], ignore_conflicts=True)
    stored = IdempotentReply.objects.select_for_update().get(user=user, key=key)
    if stored.request_digest != digest:
        raise KeyReused(_("This Idempotency-Key was used for another command. Use a new one."))
    return stored


def refusals_as_json(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every expected refusal as `{"code", "message", ...facts}`; bugs stay bugs."""
    if isinstance(error, Refused):
        return Response({**error.facts, "code": error.code, "message": str(error.message)}, error.status)
    if isinstance(error, Http404):
        return Response({"code": "not_found", "message": str(_("There is no such thing."))}, 404)
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return response
    if isinstance(error, exceptions.ValidationError):
        response.data = {"code": "bad_input", "message": in_words(error.detail), "fields": error.detail}
    else:
        response.data = {"code": str(error.get_codes()), "message": str(error.detail)}
    return response


def in_words(detail: Any) -> str:
    """What is wrong with the input, field by field, in one line."""
    if isinstance(detail, dict):
        return " ".join(f"{field}: {in_words(problems)}" for field, problems in detail.items())
    if isinstance(detail, list):
        return " ".join(in_words(problem) for problem in detail)
    return str(detail)
