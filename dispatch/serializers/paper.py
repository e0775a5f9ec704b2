"""Shape of calls that are entered from paper."""

from datetime import UTC
from typing import Any

from django.conf import settings
from rest_framework import serializers

from dispatch.serializers.calls import LARGEST_ID, WhatAndWhereSerializer

MOST_UNITS = 20


class MomentField(serializers.DateTimeField):
    """A moment of a call. Without a zone it is in the time of the place, as people write it down."""

    def to_internal_value(self, value: Any) -> Any:
        moment = super().to_internal_value(value)
        if not 2 <= moment.year <= 9998:  # years that a time zone can still move
            raise serializers.ValidationError("This is no year of a call.")
        return moment.astimezone(UTC)


class PaperUnitSerializer(serializers.Serializer[Any]):
    """A unit that was sent by voice; without `cleared_at` it is there still."""

    unit = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    assigned_at = MomentField()
    en_route_at = MomentField(allow_null=True, default=None)
    arrived_at = MomentField(allow_null=True, default=None)
    cleared_at = MomentField(allow_null=True, default=None)


class PaperCallSerializer(WhatAndWhereSerializer):
    """A call that was taken on paper. `slip`: the number of the paper, so that it is not entered twice."""

    received_at = MomentField(help_text=f"Without a zone: {settings.TIME_ZONE}.")
    slip = serializers.CharField(max_length=32, allow_blank=True, default="")
    units = serializers.ListField(child=PaperUnitSerializer(), default=list, max_length=MOST_UNITS)
    disposition = serializers.CharField(max_length=64, allow_blank=True, default="")
    ended_at = MomentField(allow_null=True, default=None)
