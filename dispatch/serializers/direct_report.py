"""Shapes of a direct report."""

from typing import Any

from rest_framework import serializers


class ToldDirectlySerializer(serializers.Serializer[Any]):
    """A desk or a leader that was told of the call."""

    order = serializers.UUIDField()
    name = serializers.CharField()
    sent_at = serializers.DateTimeField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)


class DirectReportSerializer(serializers.Serializer[Any]):
    incident = serializers.UUIDField()
    reported_to = serializers.IntegerField()
    told = ToldDirectlySerializer(many=True)
