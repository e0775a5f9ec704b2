"""Shape of what a crew finds on patrol, and of its call for help."""

from typing import Any

from rest_framework import serializers

from dispatch.serializers.calls import LARGEST_ID
from patrol.serializers import MomentField
from zones.datum import Datum


class HelpSerializer(serializers.Serializer[Any]):
    """By the own unit, or the one that an operator speaks for; where it stands if no place is given."""

    unit = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, allow_null=True, default=None)
    lon = serializers.FloatField(min_value=-180, max_value=180, allow_null=True, default=None)
    lat = serializers.FloatField(min_value=-90, max_value=90, allow_null=True, default=None)
    datum = serializers.ChoiceField(choices=[datum.value for datum in Datum], default=Datum.WGS84.value)
    happened_at = MomentField()


class FoundSerializer(HelpSerializer):
    """What the unit found, and its words."""

    type = serializers.CharField(max_length=32)
    note = serializers.CharField(max_length=4000, allow_blank=True, default="")
