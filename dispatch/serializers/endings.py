"""Shape of how calls end."""

from typing import Any

from rest_framework import serializers


class ReopenSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1000)


class OutcomeSerializer(serializers.Serializer[Any]):
    """An outcome; `apco` is its disposition code of APCO ANS 1.111.2."""

    code = serializers.CharField()
    name = serializers.CharField()
    apco = serializers.CharField()
    on_scene = serializers.BooleanField()
    without_dispatch = serializers.BooleanField()
