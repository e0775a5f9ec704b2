"""Shape of changed minds: units pulled away, calls that wait, places corrected, what was heard by radio."""

from typing import Any

from rest_framework import serializers

from dispatch.serializers.calls import LARGEST_ID, AssignmentSerializer, IncidentSerializer, WarningSerializer
from patrol.serializers import MomentField
from zones.datum import Datum


class UnitFieldSerializer(serializers.Serializer[Any]):
    unit = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)


class PullSerializer(UnitFieldSerializer):
    """Another unit, or a unit of another call; why."""

    reason = serializers.CharField(max_length=200)


class PulledSerializer(serializers.Serializer[Any]):
    assignment = AssignmentSerializer()
    released = AssignmentSerializer()


class StackSerializer(UnitFieldSerializer):
    first = serializers.BooleanField(default=False)


class HoldSerializer(serializers.Serializer[Any]):
    """Let a call wait for so many minutes, or until a moment."""

    minutes = serializers.IntegerField(min_value=1, max_value=120)
    reason = serializers.CharField(max_length=200)


class SpotSerializer(serializers.Serializer[Any]):
    """A place on earth in some datum."""

    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    datum = serializers.ChoiceField(choices=[datum.value for datum in Datum], default=Datum.WGS84.value)


class PlaceSerializer(SpotSerializer):
    """A corrected place. `version`: of the call as it was on the screen; without it the last word wins."""

    place = serializers.CharField(max_length=200, allow_blank=True, default="")
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, allow_null=True, default=None)


class PlacedSerializer(IncidentSerializer):
    """The call at its new place; `told` are the units that must acknowledge it."""

    warnings = WarningSerializer(many=True)
    told = serializers.ListField(child=serializers.IntegerField())


class RadioPositionSerializer(SpotSerializer):
    happened_at = MomentField()


class CountedPositionSerializer(serializers.Serializer[Any]):
    """Where the unit counts as being: a vehicle tracker that spoke in the last 30 s keeps the word."""

    unit = serializers.IntegerField()
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    fixed_at = serializers.DateTimeField()


class SettleSerializer(serializers.Serializer[Any]):
    put_back = serializers.BooleanField()
