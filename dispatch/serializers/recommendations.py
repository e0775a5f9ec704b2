"""Shape of recommendations."""

from typing import Any

from rest_framework import serializers

from dispatch.serializers.calls import WarningSerializer


class CandidateSerializer(serializers.Serializer[Any]):
    unit = serializers.IntegerField()
    call_sign = serializers.CharField()
    rank = serializers.IntegerField()
    seconds = serializers.FloatField()
    metres = serializers.FloatField()
    fix_age = serializers.FloatField()
    flags = serializers.ListField(child=serializers.CharField())
    reasons = serializers.ListField(child=serializers.DictField())


class PassedOverSerializer(serializers.Serializer[Any]):
    unit = serializers.IntegerField()
    call_sign = serializers.CharField()
    reason = serializers.CharField()
    until = serializers.DateTimeField(allow_null=True, required=False)


class FreeNextSerializer(serializers.Serializer[Any]):
    unit = serializers.IntegerField()
    call_sign = serializers.CharField()
    state = serializers.CharField()
    since = serializers.DateTimeField()
    incident = serializers.UUIDField()
    number = serializers.CharField()


class RecommendationSerializer(serializers.Serializer[Any]):
    """Who should go. Candidates, units passed over and counts add up to all units of the bureau."""

    as_of = serializers.DateTimeField()
    estimated = serializers.BooleanField()
    candidates = CandidateSerializer(many=True)
    passed_over = PassedOverSerializer(many=True)
    counts = serializers.DictField(child=serializers.IntegerField())
    free_next = FreeNextSerializer(many=True)
    warnings = WarningSerializer(many=True)
