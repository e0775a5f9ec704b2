"""Zones and beats as GeoJSON, longitude and latitude in WGS-84."""

from typing import Any

from rest_framework import serializers
from rest_framework_gis.fields import GeometryField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from zones.models import BeatVersion, ZoneVersion

DECIMALS = 6  # degrees: a decimetre


class ZoneFeatureSerializer(GeoFeatureModelSerializer):  # type: ignore[misc]  # the library has no types
    """A zone with the shape that holds now."""

    id = serializers.UUIDField(source="zone_id")
    kind = serializers.ReadOnlyField(default="zone")
    code = serializers.CharField(source="zone.code")
    name = serializers.CharField(source="zone.name")
    zone_class = serializers.CharField(source="zone.zone_class")
    ring = serializers.IntegerField(source="zone.ring", allow_null=True)
    priority = serializers.IntegerField(source="zone.priority")
    version = serializers.IntegerField(source="number")
    shape = GeometryField(precision=DECIMALS)

    class Meta:
        model = ZoneVersion
        geo_field = "shape"
        id_field = "id"
        fields = ["id", "kind", "code", "name", "zone_class", "ring", "priority", "version", "shape"]


class BeatFeatureSerializer(GeoFeatureModelSerializer):  # type: ignore[misc]  # the library has no types
    """A beat with the shape that holds now."""

    id = serializers.UUIDField(source="beat_id")
    kind = serializers.ReadOnlyField(default="beat")
    code = serializers.CharField(source="beat.code")
    name = serializers.CharField(source="beat.name")
    version = serializers.IntegerField(source="number")
    shape = GeometryField(precision=DECIMALS)

    class Meta:
        model = BeatVersion
        geo_field = "shape"
        id_field = "id"
        fields = ["id", "kind", "code", "name", "version", "shape"]


class GroundSerializer(serializers.Serializer[Any]):
    """A FeatureCollection of zones and beats; `properties.kind` tells which is which."""

    type = serializers.CharField(default="FeatureCollection")
    features = serializers.ListField(child=serializers.DictField())
