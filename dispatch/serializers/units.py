"""Shape of units and positions."""

from typing import Any

from rest_framework import serializers

from dispatch.selectors import MOST_WAYS
from dispatch.serializers.calls import LARGEST_ID


class UnitOrderSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.CharField()
    incident = serializers.UUIDField(allow_null=True)
    assignment = serializers.UUIDField(allow_null=True)


class UnitFixSerializer(serializers.Serializer[Any]):
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    fixed_at = serializers.DateTimeField()
    heading = serializers.FloatField(allow_null=True)
    speed = serializers.FloatField(allow_null=True)


class UnitSerializer(serializers.Serializer[Any]):
    """A unit with the order that binds it and its last position."""

    id = serializers.IntegerField()
    call_sign = serializers.CharField()
    organization = serializers.CharField()
    template = serializers.CharField()
    armed = serializers.BooleanField()
    mode = serializers.CharField()
    status = serializers.CharField()
    status_until = serializers.DateTimeField(allow_null=True)
    sworn = serializers.IntegerField()
    auxiliaries = serializers.IntegerField()
    short_crewed = serializers.BooleanField()
    order = UnitOrderSerializer(allow_null=True)
    fix = UnitFixSerializer(allow_null=True)


class UnitPageSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = UnitSerializer(many=True)


class PositionsSerializer(serializers.Serializer[Any]):
    """`units` has `[id, lon, lat, heading or null, age in seconds]` for each unit with a position."""

    as_of = serializers.DateTimeField()
    units = serializers.ListField(child=serializers.ListField(child=serializers.FloatField(allow_null=True)))


class WaySerializer(serializers.Serializer[Any]):
    """The way that a unit has left to its call: seconds, metres, and [longitude, latitude] of each bend."""

    unit = serializers.IntegerField()
    incident = serializers.UUIDField()
    seconds = serializers.IntegerField()
    metres = serializers.IntegerField()
    estimated = serializers.BooleanField(help_text="By straight line: no road is known to lead there.")
    path = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()))


class WaysSerializer(serializers.Serializer[Any]):
    as_of = serializers.DateTimeField()
    ways = WaySerializer(many=True)


class WaysQuerySerializer(serializers.Serializer[Any]):
    """Whose ways: `?unit=1&unit=2`."""

    unit = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), max_length=MOST_WAYS, default=list
    )
