"""Shape of callers, likely duplicates, seats and what lies about a call."""

from typing import Any

from rest_framework import serializers

from dispatch.serializers.calls import LARGEST_ID, WarningSerializer
from dispatch.vocabulary import IncidentLevel
from zones.datum import Datum


class CallerSerializer(serializers.Serializer[Any]):
    """One more caller: `phone` empty where withheld, `said` kept as a note, `said_at` now where left out."""

    phone = serializers.CharField(max_length=32, allow_blank=True, default="")
    said = serializers.CharField(max_length=4000, allow_blank=True, default="")


class NoteAddedSerializer(serializers.Serializer[Any]):
    incident = serializers.UUIDField()
    note = serializers.IntegerField()
    warnings = WarningSerializer(many=True)


class CallerAddedSerializer(serializers.Serializer[Any]):
    incident = serializers.UUIDField()
    caller = serializers.IntegerField()
    warnings = WarningSerializer(many=True)


class DuplicateQuerySerializer(serializers.Serializer[Any]):
    """A call that is being taken: its place in `datum`, and its type."""

    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    datum = serializers.ChoiceField(choices=[datum.value for datum in Datum], default=Datum.WGS84.value)
    type = serializers.CharField(max_length=32, allow_blank=True, default="")


class DuplicateSerializer(serializers.Serializer[Any]):
    """A call that may be about the same event; `metres` as the crow flies, how many units went and callers called."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    type_name = serializers.CharField()
    same_type = serializers.BooleanField()
    priority = serializers.IntegerField()
    place = serializers.CharField(allow_blank=True)
    received_at = serializers.DateTimeField()
    metres = serializers.IntegerField()
    units = serializers.IntegerField()
    callers = serializers.IntegerField()


class LinkSerializer(serializers.Serializer[Any]):
    """`to`: the call that goes on."""

    to = serializers.UUIDField()


class LevelSerializer(serializers.Serializer[Any]):
    """Empty: no level."""

    level = serializers.ChoiceField(choices=[level.value for level in IncidentLevel], allow_blank=True)


class SignSerializer(serializers.Serializer[Any]):
    seat = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, allow_null=True, default=None)


class SeatSerializer(serializers.Serializer[Any]):
    """A seat of a centre; `organization` is a code."""

    id = serializers.IntegerField(read_only=True)
    organization = serializers.CharField(max_length=32)
    code = serializers.CharField(max_length=32)
    name = serializers.CharField(max_length=120)


class DeskOrderSerializer(serializers.Serializer[Any]):
    """What a person, or a desk by others, was told and has not acknowledged; `desk` names whom."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    desk = serializers.CharField(allow_blank=True)
    sent_at = serializers.DateTimeField()
    sent_by = serializers.CharField(allow_blank=True)
    delivered = serializers.BooleanField()
    incident = serializers.CharField(allow_null=True)
