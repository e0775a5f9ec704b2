"""The ground as GeoJSON, longitude and latitude in WGS-84; and what a planner sends."""

from math import isfinite
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework_gis.fields import GeometryField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from patrol.vocabulary import TravelMode
from zones.datum import Datum
from zones.ground_file import FileFormat
from zones.models import BeatVersion, Caution, Point, Route, ZoneVersion
from zones.search_keys import Quality
from zones.vocabulary import MOST_PRIORITY, CautionKind, CheckMethod, PlaceKind, PointKind, Ring, ZoneClass

DECIMALS = 7  # degrees: a centimetre
LARGEST_NUMBER = 2**31 - 1
WEEK_S = 7 * 24 * 3600


class KindField(serializers.ReadOnlyField):
    """Tells what kind of thing a feature is, whatever field of that name the thing has."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word

    def get_attribute(self, instance: Any) -> str:  # noqa: ARG002  (the signature is the library's)
        return self.word


class FeatureSerializer(GeoFeatureModelSerializer):  # type: ignore[misc]  # the library has no types
    """A thing of the ground. The context's `planned` holds the paths where the reader may change it."""

    may_edit = serializers.SerializerMethodField()

    def get_may_edit(self, thing: Any) -> bool:
        path = self.owner(thing).organization.path or ""
        return any(path.startswith(planned) for planned in self.context.get("planned", ()))

    def owner(self, thing: Any) -> Any:
        """What the organization belongs to: the thing, or that whose shape it is."""
        return thing


class ZoneFeatureSerializer(FeatureSerializer):
    """A zone with the shape that holds now."""

    id = serializers.UUIDField(source="zone_id")
    kind = KindField("zone")
    code = serializers.CharField(source="zone.code")
    name = serializers.CharField(source="zone.name")
    zone_class = serializers.CharField(source="zone.zone_class")
    ring = serializers.IntegerField(source="zone.ring", allow_null=True)
    priority = serializers.IntegerField(source="zone.priority")
    parent = serializers.UUIDField(source="zone.parent_id", allow_null=True)
    starts_at = serializers.DateTimeField(source="zone.starts_at", allow_null=True)
    ends_at = serializers.DateTimeField(source="zone.ends_at", allow_null=True)
    direct_report = serializers.BooleanField(source="zone.direct_report")
    in_force = serializers.BooleanField()
    organization = serializers.CharField(source="zone.organization.code")
    version = serializers.IntegerField(source="number")
    shape = GeometryField(precision=DECIMALS)

    class Meta:
        model = ZoneVersion
        geo_field = "shape"
        id_field = "id"
        fields = [
            *("id", "kind", "code", "name", "zone_class", "ring", "priority", "parent", "starts_at", "ends_at"),
            *("direct_report", "in_force", "organization", "may_edit", "version", "shape"),
        ]

    def owner(self, thing: ZoneVersion) -> Any:
        return thing.zone


class BeatFeatureSerializer(FeatureSerializer):
    """A beat with the shape that holds now."""

    id = serializers.UUIDField(source="beat_id")
    kind = KindField("beat")
    code = serializers.CharField(source="beat.code")
    name = serializers.CharField(source="beat.name")
    overlapping = serializers.BooleanField(source="beat.overlapping")
    organization = serializers.CharField(source="beat.organization.code")
    version = serializers.IntegerField(source="number")
    shape = GeometryField(precision=DECIMALS)

    class Meta:
        model = BeatVersion
        geo_field = "shape"
        id_field = "id"
        fields = ["id", "kind", "code", "name", "overlapping", "organization", "may_edit", "version", "shape"]

    def owner(self, thing: BeatVersion) -> Any:
        return thing.beat


class PointFeatureSerializer(FeatureSerializer):
    """A must-patrol or standing point."""

    kind = KindField("point")
    point_kind = serializers.CharField(source="kind")
    organization = serializers.CharField(source="organization.code")
    zone = serializers.UUIDField(source="zone_id", allow_null=True)
    responsible_unit = serializers.IntegerField(source="responsible_unit_id", allow_null=True)
    place = GeometryField(precision=DECIMALS)

    class Meta:
        model = Point
        geo_field = "place"
        id_field = "id"
        fields = [
            *("id", "kind", "code", "name", "point_kind", "zone", "radius_m", "dwell_s", "max_gap_s", "hours_from"),
            *("hours_to", "check_methods", "responsible_unit", "priority", "organization", "may_edit", "version"),
            "place",
        ]


class RouteFeatureSerializer(FeatureSerializer):
    """A line that is patrolled."""

    kind = KindField("route")
    organization = serializers.CharField(source="organization.code")
    zone = serializers.UUIDField(source="zone_id", allow_null=True)
    line = GeometryField(precision=DECIMALS)

    class Meta:
        model = Route
        geo_field = "line"
        id_field = "id"
        fields = [
            *("id", "kind", "code", "name", "zone", "ring", "mode", "organization", "may_edit", "version", "line"),
        ]


class CautionFeatureSerializer(FeatureSerializer):
    """A danger of a place. `may_edit` tells who may withdraw it."""

    kind = KindField("caution")
    caution_kind = serializers.CharField(source="kind")
    author = serializers.CharField(source="author.display_name")
    organization = serializers.CharField(source="organization.code")
    place = GeometryField(precision=DECIMALS)

    class Meta:
        model = Caution
        geo_field = "place"
        id_field = "id"
        fields = [
            *("id", "kind", "caution_kind", "text", "author", "noted_at", "expires_at", "organization", "may_edit"),
            "place",
        ]


class LiveMapSerializer(serializers.Serializer[Any]):
    """The imported map under the ground: the version of its tiles, and its box (WGS-84); null without one."""

    version = serializers.CharField(allow_null=True)
    box = serializers.ListField(child=serializers.FloatField(), min_length=4, max_length=4, allow_null=True)


class FeatureCollectionSerializer(serializers.Serializer[Any]):
    """Shapes as GeoJSON."""

    type = serializers.CharField(default="FeatureCollection")
    features = serializers.ListField(child=serializers.DictField())


class GroundSerializer(FeatureCollectionSerializer):
    """The ground; `properties.kind` is zone, beat, point, route or caution."""

    map = LiveMapSerializer()


class ExportQuerySerializer(serializers.Serializer[Any]):
    """What to export, as which kind of file, measured against what."""

    kind = serializers.ChoiceField(choices=["zones", "beats", "points", "routes"], default="zones")
    file = serializers.ChoiceField(choices=[one.value for one in FileFormat], default=FileFormat.GEOJSON.value)
    datum = serializers.ChoiceField(choices=[datum.value for datum in Datum], default=Datum.WGS84.value)


# What a planner sends ---------------------------------------------------------------------------


class DatumSerializer(serializers.Serializer[Any]):
    datum = serializers.ChoiceField(choices=[datum.value for datum in Datum], default=Datum.WGS84.value)


class DrawnSerializer(DatumSerializer):
    """A GeoJSON geometry, longitude and latitude in degrees of `datum`."""

    shape = serializers.JSONField()


class RedrawnSerializer(DrawnSerializer):
    """Another geometry; `version` is the one that the person saw."""

    version = serializers.IntegerField(min_value=0, max_value=LARGEST_NUMBER, required=False)


class SplitSerializer(DatumSerializer):
    """A line across an area (GeoJSON LineString); code and name of the part that is cut off."""

    line = serializers.JSONField()
    code = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=120)
    version = serializers.IntegerField(min_value=0, max_value=LARGEST_NUMBER, required=False)


class EditSerializer(serializers.Serializer[Any]):
    """What everything planned has; `organization` is a code. What is not given stays."""

    code = serializers.CharField(max_length=64, required=False)
    name = serializers.CharField(max_length=120, required=False)
    organization = serializers.CharField(max_length=32, required=False)
    version = serializers.IntegerField(min_value=0, max_value=LARGEST_NUMBER, required=False)


class NewSerializer(DrawnSerializer):
    """What everything new needs."""

    code = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=120)
    organization = serializers.CharField(max_length=32)


def ring_field() -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=[ring.value for ring in Ring], required=False, allow_null=True)


def priority_field() -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=MOST_PRIORITY, required=False)


class ZoneFactsSerializer(serializers.Serializer[Any]):
    zone_class = serializers.ChoiceField(choices=[one.value for one in ZoneClass], required=False, allow_blank=True)
    ring = ring_field()
    priority = priority_field()
    parent = serializers.UUIDField(required=False, allow_null=True)  # type: ignore[assignment]  # not a nested one's
    starts_at = serializers.DateTimeField(required=False, allow_null=True)
    ends_at = serializers.DateTimeField(required=False, allow_null=True)
    direct_report = serializers.BooleanField(required=False)


class EditZoneSerializer(EditSerializer, ZoneFactsSerializer):
    """What may change of a zone."""


class NewZoneSerializer(NewSerializer, ZoneFactsSerializer):
    """A zone: an area."""


class BeatFactsSerializer(serializers.Serializer[Any]):
    overlapping = serializers.BooleanField(required=False)


class EditBeatSerializer(EditSerializer, BeatFactsSerializer):
    """What may change of a beat."""


class NewBeatSerializer(NewSerializer, BeatFactsSerializer):
    """A beat: an area."""


class PointFactsSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=[kind.value for kind in PointKind], required=False)
    zone = serializers.UUIDField(required=False, allow_null=True)
    radius_m = serializers.IntegerField(min_value=1, max_value=5_000, required=False)
    dwell_s = serializers.IntegerField(min_value=0, max_value=WEEK_S, required=False)
    max_gap_s = serializers.IntegerField(min_value=1, max_value=WEEK_S, required=False)
    hours_from = serializers.TimeField(required=False, allow_null=True)
    hours_to = serializers.TimeField(required=False, allow_null=True)
    check_methods = serializers.ListField(
        child=serializers.ChoiceField(choices=[method.value for method in CheckMethod]),
        min_length=1,
        max_length=len(CheckMethod),
        required=False,
    )
    responsible_unit = serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER, required=False, allow_null=True)
    priority = priority_field()


class EditPointSerializer(EditSerializer, PointFactsSerializer):
    """What may change of a point."""


class NewPointSerializer(NewSerializer, PointFactsSerializer):
    """A point: a place."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in PointKind])


class RouteFactsSerializer(serializers.Serializer[Any]):
    mode = serializers.ChoiceField(choices=[mode.value for mode in TravelMode], required=False)
    zone = serializers.UUIDField(required=False, allow_null=True)
    ring = ring_field()


class EditRouteSerializer(EditSerializer, RouteFactsSerializer):
    """What may change of a route."""


class NewRouteSerializer(NewSerializer, RouteFactsSerializer):
    """A route: a line."""

    mode = serializers.ChoiceField(choices=[mode.value for mode in TravelMode])


class NewCautionSerializer(DrawnSerializer):
    """A danger of a place, never of a person."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in CautionKind])
    text = serializers.CharField(max_length=200)
    organization = serializers.CharField(max_length=32)
    expires_at = serializers.DateTimeField()


class GroundWarningSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()


class PlannedSerializer(serializers.Serializer[Any]):
    """What a command left: the number of the shape that holds now, and what is odd though not refused."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    version = serializers.IntegerField()
    warnings = GroundWarningSerializer(many=True)


class CautionAnswerSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()


class DegreesField(serializers.FloatField):
    """A longitude or latitude. WGS-84 degrees."""

    def to_internal_value(self, data: Any) -> float:
        degrees = super().to_internal_value(data)
        if not isfinite(degrees):
            self.fail("invalid")
        return degrees


class NearPlaceQuerySerializer(serializers.Serializer[Any]):
    """A place on the map. WGS-84 degrees."""

    lon = DegreesField(min_value=-180, max_value=180)
    lat = DegreesField(min_value=-90, max_value=90)


class PlacesQuerySerializer(serializers.Serializer[Any]):
    """What was typed, and the middle of the map in WGS-84 degrees, both numbers or neither."""

    q = serializers.CharField(max_length=100)
    lon = DegreesField(min_value=-180, max_value=180, required=False)
    lat = DegreesField(min_value=-90, max_value=90, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=50, default=10)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("lon" in attrs) != ("lat" in attrs):
            raise serializers.ValidationError(_("Give both lon and lat, or neither."))
        return attrs | {"near": (attrs["lon"], attrs["lat"]) if "lon" in attrs else None}


class NearPlaceSerializer(serializers.Serializer[Any]):
    """A named place, and how many metres away it is."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in PlaceKind])
    category = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    area = serializers.CharField()
    distance_m = serializers.FloatField()


class FoundPlaceSerializer(NearPlaceSerializer):
    """A place that was found. `missing_number`: the house number that the map does not know on this street."""

    lon = serializers.FloatField()
    lat = serializers.FloatField()
    distance_m = serializers.FloatField(allow_null=True)
    match = serializers.ChoiceField(choices=[quality.word for quality in Quality], source="quality.word")
    missing_number = serializers.CharField()


class FoundPlacesSerializer(serializers.Serializer[Any]):
    places = FoundPlaceSerializer(many=True)


class NearPlacesSerializer(serializers.Serializer[Any]):
    place = NearPlaceSerializer(allow_null=True)
