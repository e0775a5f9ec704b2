"""Shape of what a call was before: former places, who was told of the new one, steps that came too late."""

from typing import Any

from rest_framework import serializers


class FormerPlaceSerializer(serializers.Serializer[Any]):
    place = serializers.CharField(allow_blank=True)
    lon = serializers.FloatField()
    lat = serializers.FloatField()
    zone = serializers.CharField(allow_null=True)
    beat = serializers.CharField(allow_null=True)
    until = serializers.DateTimeField()
    corrected_by = serializers.CharField()


class ToldOfPlaceSerializer(serializers.Serializer[Any]):
    order = serializers.UUIDField()
    unit = serializers.IntegerField()
    call_sign = serializers.CharField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)


class LateStepSerializer(serializers.Serializer[Any]):
    assignment = serializers.UUIDField()
    unit = serializers.IntegerField()
    call_sign = serializers.CharField()
    step = serializers.CharField()
    happened_at = serializers.DateTimeField()
    device_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField()
    settled_by = serializers.CharField(allow_null=True)
    put_back = serializers.BooleanField(allow_null=True)
