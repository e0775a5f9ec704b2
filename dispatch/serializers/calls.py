"""Shape of calls and assignments, in and out."""

from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers

from dispatch.serializers.details import AttachmentSerializer, CorrectionSerializer, ReportSerializer
from dispatch.serializers.direct_report import ToldDirectlySerializer
from dispatch.serializers.former import FormerPlaceSerializer, LateStepSerializer, ToldOfPlaceSerializer
from dispatch.vocabulary import IncidentSource, IncidentStatus
from patrol.serializers import StepSerializer
from zones.datum import Datum

LARGEST_ID = 2**63 - 1


class WhatAndWhereSerializer(serializers.Serializer[Any]):
    """What every new call has. `phone`: a number to call back.

    `organization` is a code; where left out, the top organization that whoever takes the call dispatches for.
    """

    type = serializers.CharField(max_length=32)
    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    datum = serializers.ChoiceField(choices=[datum.value for datum in Datum], default=Datum.WGS84.value)
    organization = serializers.CharField(max_length=32, required=False)
    place = serializers.CharField(max_length=200, allow_blank=True, default="")
    priority = serializers.IntegerField(min_value=1, max_value=4, allow_null=True, default=None)
    phone = serializers.CharField(max_length=32, allow_blank=True, allow_null=True, default=None)
    note = serializers.CharField(max_length=4000, allow_blank=True, default="")


class TakeCallSerializer(WhatAndWhereSerializer):
    """A new call. `received_measured`: the phone system told `received_at`."""

    source = serializers.ChoiceField(  # type: ignore[assignment]  # a field, in spite of the serializer's attribute
        choices=[source.value for source in IncidentSource], default=IncidentSource.EMERGENCY_LINE.value
    )
    received_at = serializers.DateTimeField(allow_null=True, default=None, default_timezone=UTC)
    received_measured = serializers.BooleanField(default=False)
    seat = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, allow_null=True, default=None)
    external_id = serializers.CharField(max_length=64, allow_null=True, default=None)

    def validate_received_at(self, value: datetime | None) -> datetime | None:
        """Years that a time zone can still move."""
        if value is not None and not 2 <= value.year <= 9998:
            raise serializers.ValidationError("This is no year of a call.")
        return value


class IncidentQuerySerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=[status.value for status in IncidentStatus], required=False)


class AssignSerializer(serializers.Serializer[Any]):
    """Units to send, all or none. `reason`: why one below its template is sent all the same."""

    units = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), min_length=1, max_length=20
    )
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")


class ClearSerializer(StepSerializer):
    disposition = serializers.CharField(max_length=64, allow_blank=True, default="")


class CloseSerializer(serializers.Serializer[Any]):
    disposition = serializers.CharField(max_length=64, allow_blank=True, default="")


class CancelSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=64)


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class NoteSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=4000)


class AssignmentSerializer(serializers.Serializer[Any]):
    """A unit on a call, with its derived state and every time."""

    id = serializers.UUIDField()
    incident = serializers.UUIDField()
    unit = serializers.IntegerField()
    call_sign = serializers.CharField()
    order = serializers.UUIDField()
    state = serializers.CharField()
    rank = serializers.IntegerField(allow_null=True)
    primary = serializers.BooleanField()
    assigned_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)
    seen_at = serializers.DateTimeField(allow_null=True)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    en_route_at = serializers.DateTimeField(allow_null=True)
    arrived_at = serializers.DateTimeField(allow_null=True)
    cleared_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class IncidentSerializer(serializers.Serializer[Any]):
    """A call; `zone` and `beat` are codes, lon and lat WGS-84; assignments by id."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    organization = serializers.CharField()
    type = serializers.CharField()
    type_name = serializers.CharField()
    priority = serializers.IntegerField()
    level = serializers.CharField(allow_blank=True)
    source = serializers.CharField()  # type: ignore[assignment]  # a field, in spite of the serializer's attribute
    on_paper = serializers.BooleanField()
    external_id = serializers.CharField(allow_null=True)
    place = serializers.CharField(allow_blank=True)
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    zone = serializers.CharField(allow_null=True)
    beat = serializers.CharField(allow_null=True)
    status = serializers.CharField()
    received_at = serializers.DateTimeField()
    received_measured = serializers.BooleanField()
    seat = serializers.CharField(allow_blank=True)
    signed_by = serializers.CharField(allow_blank=True)
    duplicate_of = serializers.UUIDField(allow_null=True)
    hold_until = serializers.DateTimeField(allow_null=True)
    hold_reason = serializers.CharField(allow_blank=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()
    stacked = serializers.ListField(child=serializers.IntegerField())
    first_report_at = serializers.DateTimeField(allow_null=True)
    controlled_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    disposition = serializers.CharField(allow_blank=True)
    assignments = serializers.DictField(child=AssignmentSerializer())


class NoteViewSerializer(serializers.Serializer[Any]):
    """A note; its text is empty where retention erased it."""

    text = serializers.CharField(allow_blank=True)
    by = serializers.CharField()
    at = serializers.DateTimeField()
    erased_at = serializers.DateTimeField(allow_null=True)


class CallerViewSerializer(serializers.Serializer[Any]):
    """Who called; `number` is of the call that the caller told of first, `erased`: the number was removed."""

    id = serializers.IntegerField()
    phone = serializers.CharField(allow_blank=True)
    said_at = serializers.DateTimeField()
    taken_by = serializers.CharField()
    number = serializers.CharField()
    erased = serializers.BooleanField()


class LinkedCallSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.CharField()


class CautionNearSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    text = serializers.CharField()
    metres = serializers.IntegerField()


class SurroundingsSerializer(serializers.Serializer[Any]):
    """The zone that the call fell in, and the dangers near."""

    zone_name = serializers.CharField(allow_blank=True)
    zone_class = serializers.CharField(allow_blank=True)
    ring = serializers.IntegerField(allow_null=True)
    cautions = CautionNearSerializer(many=True)


class TimelineEntrySerializer(serializers.Serializer[Any]):
    """A fact of the call; `position` is null until the relay has numbered it."""

    position = serializers.IntegerField(allow_null=True)
    kind = serializers.CharField()
    at = serializers.DateTimeField()
    actor = serializers.CharField(allow_blank=True)
    data = serializers.DictField()  # type: ignore[assignment]  # a field, in spite of the serializer's attribute


class IncidentDetailSerializer(IncidentSerializer):
    notes = NoteViewSerializer(many=True)
    reports = ReportSerializer(many=True)
    corrections = CorrectionSerializer(many=True)
    attachments = AttachmentSerializer(many=True)
    callers = CallerViewSerializer(many=True)
    linked = LinkedCallSerializer(many=True)
    surroundings = SurroundingsSerializer()
    former_places = FormerPlaceSerializer(many=True)
    told_of_place = ToldOfPlaceSerializer(many=True)
    late_steps = LateStepSerializer(many=True)
    told_directly = ToldDirectlySerializer(many=True)
    timeline = TimelineEntrySerializer(many=True)


class WarningSerializer(serializers.Serializer[Any]):
    """What is odd about a place; the call was taken all the same."""

    code = serializers.CharField()
    message = serializers.CharField()


class TakenCallSerializer(IncidentSerializer):
    warnings = WarningSerializer(many=True)


class AssignedSerializer(serializers.Serializer[Any]):
    incident = serializers.UUIDField()
    assignments = AssignmentSerializer(many=True)


class IncidentPageSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = IncidentSerializer(many=True)


class IncidentTypeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    priority = serializers.IntegerField()
