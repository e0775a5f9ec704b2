"""Shape of what was added to a call: reports from the scene, corrected times, files."""

from typing import Any

from rest_framework import serializers


class ReportSerializer(serializers.Serializer[Any]):
    """What a crew told; `unit` is a call sign, empty where a dispatcher told it."""

    situation = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True)
    by = serializers.CharField()
    at = serializers.DateTimeField()
    erased_at = serializers.DateTimeField(allow_null=True)


class CorrectionSerializer(serializers.Serializer[Any]):
    """A time that was put right; `unit` is a call sign, empty where the time is the call's."""

    field = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    original = serializers.DateTimeField()
    corrected = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)
    by = serializers.CharField()
    at = serializers.DateTimeField()
    erased_at = serializers.DateTimeField(allow_null=True)


class AttachmentSerializer(serializers.Serializer[Any]):
    """A file; `size` in bytes, `url` empty where retention erased it."""

    id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    url = serializers.CharField(allow_blank=True)
    by = serializers.CharField()
    at = serializers.DateTimeField()
    erased_at = serializers.DateTimeField(allow_null=True)
