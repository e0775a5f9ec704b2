"""The platform's API: tokens, shifts, orders, alarms, the journal."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import authenticate
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol import services
from patrol.command_view import CommandView, refusals, said_of
from patrol.deadlines import silence_of
from patrol.errors import NotPermitted, WrongLogIn
from patrol.models import Alarm, Device, Order, Unit, User
from patrol.permissions import (
    can_answer_order,
    can_declare_safe,
    can_dispatch,
    can_free_locked_person,
    can_read_journal,
    can_sign_on,
    can_speak_for_unit,
    is_on_crew,
    receives,
)
from patrol.realtime import entry_as_dict, tell_rights_changed
from patrol.selectors import entries_after, last_position
from patrol.serializers import (
    AlarmSerializer,
    CrewSerializer,
    JournalPageSerializer,
    LogInSerializer,
    OrderSerializer,
    SignOnSerializer,
    SnoozeSerializer,
    StatusSerializer,
    StepSerializer,
    TokenSerializer,
    UnitStatusSerializer,
    VehicleSerializer,
)
from patrol.vocabulary import PositionSource, TravelMode, UnitStatus

LARGEST_POSITION = 2**62


class TokenView(APIView):
    """`POST /api/auth/token`: a token for a name and password."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(request=LogInSerializer, responses={200: TokenSerializer, **refusals(400, 401, 403)})
    def post(self, request: Request) -> Response:
        serializer = LogInSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = authenticate(request._request, **serializer.validated_data)
        if not isinstance(user, User):
            raise WrongLogIn(_("Wrong name or password, or locked after too many tries: ask your duty chief."))
        token, key = services.issue_api_token(user=user, at=timezone.now())
        return Response(TokenSerializer({"token": key, "expires_at": token.expires_at}).data)


class OrderCommand(CommandView):
    """A step of one order, by whoever may answer it."""

    step: Any = None

    output_serializer = OrderSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        order = get_object_or_404(Order.objects.select_related("unit__organization", "desk"), pk=path["order_id"])
        if not can_answer_order(request.user, order):
            raise NotPermitted
        return OrderSerializer(self.stepped(request, order, data, at=at)).data

    def stepped(self, request: Request, order: Order, _data: dict[str, Any], *, at: datetime) -> Order:
        """The order after the step."""
        taken: Order = type(self).step(order_id=order.pk, by=self.by(request), at=at)
        return taken


class DeliveredView(OrderCommand):
    """`POST /api/orders/<id>/delivered`: the order reached a device."""

    step = staticmethod(services.mark_delivered)


class SeenView(OrderCommand):
    """`POST /api/orders/<id>/seen`: somebody looked at it."""

    step = staticmethod(services.mark_seen)


class AcknowledgeView(OrderCommand):
    """`POST /api/orders/<id>/acknowledge`: the receiver accepts, or an operator for it by radio with the true time."""

    input_serializer = StepSerializer
    tells_time = True

    def stepped(self, request: Request, order: Order, data: dict[str, Any], *, at: datetime) -> Order:
        said = said_of(request, data, by_radio=not receives(request.user, order))
        return services.acknowledge_order(order_id=order.pk, by=self.by(request), at=at, said=said)


def unit_for(user: Any, unit_id: int, may: Any) -> Unit:
    """The unit, if the person may do this to it."""
    unit = get_object_or_404(Unit.objects.select_related("organization"), pk=unit_id)
    if not may(user, unit):
        raise NotPermitted
    return unit


def phone_page_of(unit: Unit, *, by: User, at: datetime) -> tuple[Device, str]:
    """A phone page that reports for the unit, and its key."""
    return services.issue_device(
        label=f"{unit.call_sign} phone page", source=PositionSource.PHONE_PAGE, unit=unit, by=by, at=at
    )


class SignOnView(CommandView):
    """`POST /api/units/<id>/sign-on`: unit, vehicle, crew, radio and phone in one act.

    Answers with the key that the phone page reports its positions with.
    """

    input_serializer = SignOnSerializer

    def after_commit(self, data: dict[str, Any]) -> None:
        for user_id in data["crew"]:
            tell_rights_changed(user_id)

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        unit = unit_for(request.user, path["unit_id"], can_sign_on)
        mode = TravelMode(data["mode"]) if data["mode"] else None
        shift = services.sign_on(unit_id=unit.pk, by=self.by(request), at=at, **(data | {"mode": mode}))
        device, key = phone_page_of(unit, by=self.by(request), at=at)
        return {"unit": unit.pk, "shift": shift.pk, "device": device.pk, "device_token": key}


class PhonePageKeyView(CommandView):
    """`POST /api/units/<id>/phone-key`: a further phone of the crew reports for the unit."""

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        unit = unit_for(request.user, path["unit_id"], can_speak_for_unit)
        device, key = phone_page_of(unit, by=self.by(request), at=at)
        return {"unit": unit.pk, "device": device.pk, "device_token": key}


class CrewView(CommandView):
    """`POST /api/units/<id>/crew`: swap people in mid-shift."""

    input_serializer = CrewSerializer

    def after_commit(self, data: dict[str, Any]) -> None:
        for user_id in data["crew"]:
            tell_rights_changed(user_id)

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        unit = unit_for(request.user, path["unit_id"], can_speak_for_unit)
        services.change_crew(unit_id=unit.pk, crew=data["crew"], by=self.by(request), at=at)
        return {"unit": unit.pk}


class VehicleView(CommandView):
    """`POST /api/units/<id>/vehicle`: change the vehicle in mid-shift."""

    input_serializer = VehicleSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        unit = unit_for(request.user, path["unit_id"], can_speak_for_unit)
        mode = TravelMode(data["mode"]) if data["mode"] else None
        services.change_vehicle(unit_id=unit.pk, vehicle=data["vehicle"], mode=mode, by=self.by(request), at=at)
        return {"unit": unit.pk}


class StatusView(CommandView):
    """`POST /api/units/<id>/status`: what the unit is at, by its crew or by radio, and when it will be back."""

    input_serializer = StatusSerializer
    output_serializer = UnitStatusSerializer
    tells_time = True

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        unit = unit_for(request.user, path["unit_id"], can_speak_for_unit)
        until = at + timedelta(minutes=data["minutes"]) if data["minutes"] else data["until"]
        said = said_of(request, data, by_radio=not is_on_crew(request.user, unit.pk))
        status = UnitStatus(data["status"])
        change = services.set_unit_status(
            unit_id=unit.pk, status=status, until=until, said=said, by=self.by(request), at=at
        )
        now = {"status": change.unit.status, "until": change.unit.status_until, "warning": change.warning}
        return UnitStatusSerializer({"unit": unit.pk} | now).data


class PassengerView(CommandView):
    """`POST /api/units/<id>/passenger`: who rides along opens the phone that motion locked."""

    input_serializer = StepSerializer
    tells_time = True

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        unit = unit_for(request.user, path["unit_id"], can_speak_for_unit)
        said = said_of(request, data, by_radio=False)
        services.override_drivers_lock(unit_id=unit.pk, said=said, by=self.by(request), at=at)
        return {"unit": unit.pk}


class SignOffView(CommandView):
    """`POST /api/units/<id>/sign-off`: end the shift."""

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        unit = unit_for(request.user, path["unit_id"], can_speak_for_unit)
        services.sign_off(unit_id=unit.pk, by=self.by(request), at=at)
        return {"unit": unit.pk}


class SafeView(CommandView):
    """`POST /api/units/<id>/safe`: the crew that called for help is safe."""

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        unit = unit_for(request.user, path["unit_id"], can_declare_safe)
        return {"unit": unit.pk, "ended": services.declare_safe(unit_id=unit.pk, by=self.by(request), at=at)}


class AlarmCommand(CommandView):
    """An act on one alarm, by a dispatcher of its desk."""

    def alarm(self, request: Request, alarm_id: int) -> Alarm:
        alarm = get_object_or_404(Alarm.objects.select_related("organization"), pk=alarm_id)
        if not can_dispatch(request.user, alarm.organization):
            raise NotPermitted
        return alarm


class AlarmAcknowledgeView(AlarmCommand):
    """`POST /api/alarms/<id>/acknowledge`: take it."""

    output_serializer = AlarmSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        alarm = self.alarm(request, path["alarm_id"])
        return AlarmSerializer(services.acknowledge_alarm(alarm_id=alarm.pk, by=self.by(request), at=at)).data


class AlarmSnoozeView(AlarmCommand):
    """`POST /api/alarms/<id>/snooze`: silence it for a while, with a reason."""

    input_serializer = SnoozeSerializer
    output_serializer = AlarmSerializer

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        alarm = self.alarm(request, path["alarm_id"])
        return AlarmSerializer(services.snooze_alarm(alarm_id=alarm.pk, by=self.by(request), at=at, **data)).data


class FreePersonView(CommandView):
    """`POST /api/people/<username>/free`: unlock a person who failed to log in too often."""

    def run(self, request: Request, data: dict[str, Any], *, at: datetime, **path: Any) -> Any:
        person = User.objects.select_related("organization").filter(username=path["username"]).first()
        if person is None or not can_free_locked_person(request.user, person):
            raise NotPermitted
        services.free_locked_person(person=person, by=self.by(request), at=at)
        return {"username": person.username}


class JournalView(APIView):
    """`GET /api/journal?after=N`: what the reader may know of, after a position, in order."""

    @extend_schema(
        parameters=[OpenApiParameter("after", int, description="The last position the reader has.")],
        responses={200: JournalPageSerializer, **refusals(400, 401, 403)},
    )
    def get(self, request: Request) -> Response:
        if not can_read_journal(request.user):
            raise NotPermitted
        text = request.query_params.get("after", "0")
        if not text.isascii() or not text.isdigit() or int(text[:30]) > LARGEST_POSITION:
            raise exceptions.ValidationError({"after": _("A position is a whole number from 0.")})
        last = last_position()
        entries = entries_after(request.user, after=int(text))
        silent_s = silence_of("relay", at=timezone.now())
        return Response({"results": [entry_as_dict(entry) for entry in entries], "last": last, "silent_s": silent_s})
