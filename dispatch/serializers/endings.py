"""Shape of what happens towards the end of a call."""

from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers

from dispatch.models import TimeCorrection
from dispatch.situation import Situation
from patrol.serializers import StepSerializer


class ReopenSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1000)


class OutcomeSerializer(serializers.Serializer[Any]):
    """An outcome; `apco` is its disposition code of APCO ANS 1.111.2."""

    code = serializers.CharField()
    name = serializers.CharField()
    apco = serializers.CharField()
    on_scene = serializers.BooleanField()
    without_dispatch = serializers.BooleanField()


class SituationSerializer(StepSerializer):
    """A report from the scene; without words where a tap is all there is time for."""

    situation = serializers.ChoiceField(choices=[situation.value for situation in Situation])
    text = serializers.CharField(max_length=4000, allow_blank=True, default="")


class TimeSerializer(serializers.Serializer[Any]):
    """A time put right: of a unit on the call where `assignment` is given, else of the call."""

    field = serializers.ChoiceField(choices=[field for field, _name in TimeCorrection.FIELDS])
    assignment = serializers.UUIDField(allow_null=True, default=None)
    corrected = serializers.DateTimeField(default_timezone=UTC)
    reason = serializers.CharField(max_length=1000)

    def validate_corrected(self, value: datetime) -> datetime:
        """Years that a time zone can still move."""
        if not 2 <= value.year <= 9998:
            raise serializers.ValidationError("This is no year of a call.")
        return value


class AttachSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(max_length=255, allow_empty_file=True)
