"""Shape of the platform's input and output."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from patrol.models import Alarm, Order
from patrol.vocabulary import TravelMode, UnitStatus


class LogInSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class TokenSerializer(serializers.Serializer[Any]):
    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class SignOnSerializer(serializers.Serializer[Any]):
    crew = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31), min_length=1, max_length=20
    )
    vehicle = serializers.CharField(max_length=32, allow_blank=True, default="")
    radio = serializers.CharField(max_length=32, allow_blank=True, default="")
    phone = serializers.CharField(max_length=32, allow_blank=True, default="")
    mode = serializers.ChoiceField(choices=[mode.value for mode in TravelMode], allow_null=True, default=None)


class CrewSerializer(serializers.Serializer[Any]):
    crew = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31), min_length=1, max_length=20
    )


class VehicleSerializer(serializers.Serializer[Any]):
    vehicle = serializers.CharField(max_length=32, allow_blank=True)
    mode = serializers.ChoiceField(choices=[mode.value for mode in TravelMode], allow_null=True, default=None)


class MomentField(serializers.DateTimeField):
    """A moment in a year that a time zone can still move."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"allow_null": True, "default": None, "default_timezone": UTC} | options))

    def to_internal_value(self, value: Any) -> datetime:
        moment: datetime = super().to_internal_value(value)
        if not 2 <= moment.year <= 9998:
            raise serializers.ValidationError(_("This is no year of a call."))
        return moment


class StepSerializer(serializers.Serializer[Any]):
    """`happened_at`: when it happened, by the device's clock; stated by an operator, the true time."""

    happened_at = MomentField()


class StatusSerializer(serializers.Serializer[Any]):
    """The state, and for one in which the unit cannot be sent: back at `until`, or in so many `minutes`.

    `happened_at`: since when, where an operator states it by radio.
    """

    status = serializers.ChoiceField(choices=[status.value for status in UnitStatus])
    until = MomentField()
    happened_at = MomentField()
    minutes = serializers.IntegerField(min_value=1, max_value=7 * 24 * 60, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["until"] and attrs["minutes"]:
            raise serializers.ValidationError(_("Say until when, or for how many minutes, not both."))
        return attrs


class UnitStatusSerializer(serializers.Serializer[Any]):
    """`warning`: what is unusual about the change, in words; empty as a rule."""

    unit = serializers.IntegerField()
    status = serializers.CharField()
    until = serializers.DateTimeField(allow_null=True)
    warning = serializers.CharField(allow_blank=True)


class SnoozeSerializer(serializers.Serializer[Any]):
    until = serializers.DateTimeField()
    reason = serializers.CharField(max_length=200)


class OrderSerializer(serializers.ModelSerializer[Order]):
    class Meta:
        model = Order
        fields = [
            "id",
            "unit",
            "kind",
            "subject_label",
            "subject_id",
            "text",
            "commits",
            "answer_by",
            "sent_at",
            "delivered_at",
            "seen_at",
            "acknowledged_at",
            "done_at",
            "withdrawn_at",
        ]


class AlarmSerializer(serializers.ModelSerializer[Alarm]):
    owner = serializers.CharField(source="owner.display_name", default=None, allow_null=True)

    class Meta:
        model = Alarm
        fields = [
            "id",
            "kind",
            "subject_label",
            "subject_id",
            "data",
            "raised_at",
            "owner",
            "acknowledged_at",
            "snoozed_until",
            "snooze_reason",
        ]


class JournalEntrySerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField()
    kind = serializers.CharField()
    subject_label = serializers.CharField()
    subject_id = serializers.CharField()
    actor = serializers.CharField()
    at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    data = serializers.JSONField()  # type: ignore[assignment]  # a field, in spite of Serializer.data
    schema = serializers.IntegerField()


class JournalPageSerializer(serializers.Serializer[Any]):
    results = JournalEntrySerializer(many=True)
    last = serializers.IntegerField()
    silent_s = serializers.FloatField(
        allow_null=True, help_text="Seconds since the relay lived, without which nothing newer comes; null: never."
    )
