"""Shape of units and positions."""

from typing import Any

from rest_framework import serializers


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
