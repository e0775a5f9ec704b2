"""The administrators' tables of the ground change it through the services alone."""

from typing import Any

import pytest
from django.test import Client
from shapely import to_geojson
from shapely.geometry import LineString, MultiPolygon, Point

from patrol.models import JournalEntry, Organization, User
from tests.zones.drawing import LAT, LON, bow_tie, square
from zones.models import Beat, Route, Zone
from zones.models import Point as PatrolPoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client, bureau: Organization) -> Client:
    client.force_login(User.objects.create_superuser(username="root", password="a test password"))
    return client


def send(admin: Client, table: str, page: str, **facts: Any) -> str:
    """What the page says after the form is sent: nothing if it went well."""
    answer = admin.post(f"/admin/zones/{table}/{page}", facts, follow=True, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    if answer.context.get("errors"):
        return str(answer.context["errors"])
    return " ".join(str(message) for message in answer.context["messages"] if message.level_tag == "error")


def test_a_zone_is_drawn_changed_and_taken_out_of_use(admin: Client, bureau: Organization) -> None:
    facts = {"code": "Z", "name": "A zone", "priority": 3, "organization": bureau.pk, "zone_class": "school"}
    shape = to_geojson(MultiPolygon([square(0, 0, 0.1)]))
    assert send(admin, "zone", "add/", **facts, shape=shape) == ""
    zone = Zone.objects.get()
    wider = to_geojson(MultiPolygon([square(0, 0, 0.2)]))
    assert send(admin, "zone", f"{zone.pk}/change/", **facts | {"name": "Renamed"}, shape=wider) == ""
    assert "crosses itself" in send(
        admin, "zone", f"{zone.pk}/change/", **facts, shape=to_geojson(MultiPolygon([bow_tie()]))
    )
    zone.refresh_from_db()
    assert (zone.name, zone.versions.count()) == ("Renamed", 2)
    kinds = JournalEntry.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["zone.created", "zone.edited", "zone.reshaped"]
    retire = {"action": "retire", "_selected_action": [str(zone.pk)]}
    assert send(admin, "zone", "", **retire) == ""
    assert "out of use" in send(admin, "zone", "", **retire)
    assert admin.get(f"/admin/zones/zone/{zone.pk}/change/").status_code == 200


def test_beats_points_and_routes_are_drawn_too(admin: Client, bureau: Organization) -> None:
    facts = {"code": "X", "name": "A thing", "organization": bureau.pk}
    shape = to_geojson(MultiPolygon([square(0, 0, 0.1)]))
    owed = {"kind": "standing", "radius_m": 50, "dwell_s": 60, "max_gap_s": 600, "check_methods": "gps,qr"}
    place, line = to_geojson(Point(LON, LAT)), to_geojson(LineString([(LON, LAT), (LON, LAT + 1)]))
    assert send(admin, "beat", "add/", **facts, overlapping="on", shape=shape) == ""
    assert send(admin, "point", "add/", **facts, **owed, priority=1, place=place) == ""
    assert send(admin, "route", "add/", **facts, mode="foot", ring=3, line=line) == ""
    assert Beat.objects.get().overlapping
    assert PatrolPoint.objects.get().check_methods == ["gps", "qr"]
    assert Route.objects.get().mode == "foot"
    assert admin.get("/admin/zones/caution/").status_code == 200
