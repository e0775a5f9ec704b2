"""What a planner does to the ground, through the API; and who may not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from shapely.geometry import LineString, Point, mapping

from patrol.models import JournalEntry, Organization, Unit, User
from patrol.vocabulary import Role
from tests.zones.drawing import LAT, LON, bow_tie, square
from zones.datum import Datum, from_wgs84
from zones.models import Beat, Caution, Route, Zone, ZoneVersion
from zones.models import Point as PatrolPoint

pytestmark = pytest.mark.django_db

Call = Callable[..., HttpResponse]


@pytest.fixture
def planner(bureau: Organization, make_person: Callable[..., User]) -> User:
    return make_person(bureau, Role.PLANNER, username="planner")


@pytest.fixture
def call(client: Client, planner: User) -> Call:
    """`call("/api/zones", shape=...)`: as the planner, or as `by`."""

    def post(path: str, *, by: User = planner, **body: Any) -> HttpResponse:
        client.force_login(by)
        return client.post(path, body, content_type="application/json", headers={"Accept-Language": "en"})

    return post


def done(answer: HttpResponse) -> dict[str, Any]:
    assert answer.status_code in (200, 201), answer.content
    return answer.json()  # type: ignore[attr-defined]  # a response of Django's test client


def refused(answer: HttpResponse, code: str) -> str:
    assert answer.json()["code"] == code, answer.content  # type: ignore[attr-defined]  # a response of Django's test client
    return answer.json()["message"]  # type: ignore[attr-defined]  # a response of Django's test client


def named(code: str, shape: Any, **facts: Any) -> dict[str, Any]:
    return {"code": code, "name": f"The {code}", "organization": "BUREAU", "shape": mapping(shape), **facts}


def ground(client: Client, user: User) -> dict[str, dict[str, Any]]:
    client.force_login(user)
    features = client.get("/api/zones").json()["features"]
    return {one["properties"].get("code", one["properties"]["kind"]): one for one in features}


def test_a_planner_draws_a_zone_a_point_a_beat_a_route_and_a_caution(
    call: Call, client: Client, planner: User, make_unit: Callable[..., Unit], now: datetime
) -> None:
    unit = make_unit("U1")
    facts = {"zone_class": "school", "ring": 1, "priority": 2, "starts_at": now.isoformat()}
    zone = done(call("/api/zones", **named("Z", square(0, 0, 0.1), **facts)))
    place = Point(LON + 0.01, LAT + 0.01)
    times = {"radius_m": 30, "dwell_s": 60, "max_gap_s": 3600, "hours_from": "22:00", "hours_to": "06:00"}
    done(
        call(
            "/api/points",
            **named("P", place, kind="standing", zone=zone["id"], check_methods=["qr", "gps"], priority=1),
            **times,
            responsible_unit=unit.pk,
        )
    )
    done(call("/api/beats", **named("B", square(0, 0, 0.05), overlapping=True)))
    line = LineString([(LON, LAT), (LON + 0.1, LAT)])
    done(call("/api/routes", **named("R", line, mode="bicycle", ring=3, zone=zone["id"])))
    until = (now + timedelta(days=1)).isoformat()
    danger = {"kind": "water", "text": "Deep pool", "organization": "BUREAU", "expires_at": until}
    done(call("/api/cautions", shape=mapping(place), **danger))

    seen = ground(client, planner)
    assert (zone["code"], zone["version"], zone["warnings"]) == ("Z", 1, [])
    assert seen["Z"]["properties"]["in_force"] is True
    assert seen["P"]["properties"] == {
        "kind": "point",
        "code": "P",
        "name": "The P",
        "point_kind": "standing",
        "zone": zone["id"],
        "hours_from": "22:00:00",
        "hours_to": "06:00:00",
        "radius_m": 30,
        "dwell_s": 60,
        "max_gap_s": 3600,
        "check_methods": ["qr", "gps"],
        "responsible_unit": unit.pk,
        "priority": 1,
        "organization": "BUREAU",
        "may_edit": True,
        "version": 1,
    }
    assert seen["B"]["properties"]["overlapping"] is True
    assert (seen["R"]["properties"]["mode"], seen["R"]["geometry"]["type"]) == ("bicycle", "LineString")
    caution = seen["caution"]["properties"]
    assert (caution["caution_kind"], caution["text"], caution["author"]) == ("water", "Deep pool", "Test planner")
    kinds = list(JournalEntry.objects.order_by("id").values_list("kind", flat=True))[-5:]
    assert kinds == ["zone.created", "point.created", "beat.created", "route.created", "caution.noted"]


def test_a_broken_outline_is_refused_with_the_place_where_it_breaks(call: Call) -> None:
    message = refused(call("/api/zones", **named("Z", bow_tie())), "bad_shape")
    assert message == "The shape is broken: The outline crosses itself at 117.05 36.65."
    assert not Zone.objects.exists()


@pytest.mark.parametrize(
    "shape",
    [
        None,
        [],
        {},
        {"type": "Polygon"},
        {"type": "Point", "coordinates": [1e9, 0]},
        {"type": "Polygon", "coordinates": []},
    ],
)
def test_what_is_no_area_is_refused(call: Call, shape: object) -> None:
    answer = call("/api/zones", **named("Z", square(0, 0, 1)) | {"shape": shape})
    assert answer.status_code == 400


def test_a_shape_is_converted_from_the_datum_that_is_named(call: Call) -> None:
    corners = [from_wgs84(lon, lat, Datum.GCJ02) for lon, lat in square(0, 0, 0.1).exterior.coords]
    shape = {"type": "Polygon", "coordinates": [corners]}
    done(call("/api/zones", **named("Z", square(0, 0, 0.1)) | {"shape": shape, "datum": "gcj02"}))
    assert ZoneVersion.objects.get().shape.extent == pytest.approx((LON, LAT, LON + 0.1, LAT + 0.1), abs=1e-8)


@pytest.mark.parametrize(
    "facts",
    [
        {"starts_at": "0001-01-01T00:00:00+08:00"},
        {"ends_at": "9999-12-31T23:59:59Z"},
        {"starts_at": "2026-02-01T00:00:00Z", "ends_at": "2026-01-01T00:00:00Z"},
        {"priority": 0},
        {"zone_class": "casino"},
        {"ring": 4},
    ],
)
def test_a_zone_that_makes_no_sense_is_refused(call: Call, facts: dict[str, Any]) -> None:
    refused(call("/api/zones", **named("Z", square(0, 0, 0.1), **facts)), "bad_input")
    assert not Zone.objects.exists()


def test_a_code_is_given_once(call: Call) -> None:
    done(call("/api/zones", **named("Z", square(0, 0, 0.1))))
    assert refused(call("/api/zones", **named("Z", square(0, 0, 0.2))), "code_taken")
    other = done(call("/api/zones", **named("Y", square(0, 0, 0.2))))
    assert refused(call(f"/api/zones/{other['id']}/edit", code="Z"), "code_taken")


def test_whoever_saw_an_older_shape_is_told_so(call: Call) -> None:
    zone = done(call("/api/zones", **named("Z", square(0, 0, 0.1))))
    shape = f"/api/zones/{zone['id']}/reshape"
    assert done(call(shape, shape=mapping(square(0, 0, 0.2)), version=1))["version"] == 2
    refused(call(shape, shape=mapping(square(0, 0, 0.3)), version=1), "changed_meanwhile")
    assert done(call(shape, shape=mapping(square(0, 0, 0.2)), version=2))["version"] == 2
    point = done(call("/api/points", **named("P", Point(LON, LAT), kind="must_patrol")))
    move = f"/api/points/{point['id']}/move"
    assert done(call(move, shape=mapping(Point(LON, LAT + 0.1)), version=1))["version"] == 2
    refused(call(move, shape=mapping(Point(LON, LAT + 0.2)), version=1), "changed_meanwhile")


def test_an_outer_ring_contains_the_inner(call: Call) -> None:
    outer = done(call("/api/zones", **named("OUTER", square(0, 0, 0.2), ring=3)))
    inside = {"ring": 1, "parent": outer["id"]}
    core = done(call("/api/zones", **named("CORE", square(0.05, 0.05, 0.1), **inside)))
    message = refused(call("/api/zones", **named("OUT", square(0.15, 0.15, 0.1), **inside)), "ring_outside_parent")
    assert message == "The OUT does not lie wholly in The OUTER."
    refused(call(f"/api/zones/{core['id']}/reshape", shape=mapping(square(0, 0, 0.3))), "ring_outside_parent")
    refused(call(f"/api/zones/{outer['id']}/reshape", shape=mapping(square(0, 0, 0.1))), "ring_outside_parent")
    refused(call(f"/api/zones/{core['id']}/edit", ring=3), "ring_outside_parent")
    refused(call(f"/api/zones/{outer['id']}/edit", parent=core["id"]), "ring_outside_parent")
    refused(call(f"/api/zones/{outer['id']}/retire"), "still_used")
    done(call(f"/api/zones/{core['id']}/retire"))
    done(call(f"/api/zones/{outer['id']}/retire"))
    refused(call(f"/api/zones/{outer['id']}/retire"), "not_allowed")


def test_a_point_outside_its_zone_is_refused_with_the_distance(call: Call) -> None:
    zone = done(call("/api/zones", **named("Z", square(0, 0, 0.1))))
    facts = {"kind": "must_patrol", "zone": zone["id"]}
    message = refused(call("/api/points", **named("P", Point(LON, LAT - 0.001), **facts)), "outside_zone")
    assert message == "The P lies 111 m outside The Z."
    point = done(call("/api/points", **named("P", Point(LON, LAT), **facts)))
    refused(call(f"/api/points/{point['id']}/move", shape=mapping(Point(LON + 0.2, LAT))), "outside_zone")
    shape = mapping(square(0.01, 0.01, 0.1))
    refused(call(f"/api/zones/{zone['id']}/reshape", shape=shape), "outside_zone")
    assert Zone.objects.get().versions.count() == 1


def test_two_zones_of_one_class_over_each_other_are_warned_of(call: Call) -> None:
    outer = done(call("/api/zones", **named("A", square(0, 0, 0.2), zone_class="school", ring=3)))
    ring = done(call("/api/zones", **named("R", square(0, 0, 0.1), zone_class="school", ring=1, parent=outer["id"])))
    beside = done(call("/api/zones", **named("N", square(0.2, 0, 0.1), zone_class="school")))
    other = done(call("/api/zones", **named("O", square(0, 0, 0.2), zone_class="medical")))
    over = done(call("/api/zones", **named("B", square(0.15, 0.15, 0.2), zone_class="school")))
    assert (ring["warnings"], beside["warnings"], other["warnings"]) == ([], [], [])
    assert [warning["code"] for warning in over["warnings"]] == ["class_overlap"]
    assert "The A" in over["warnings"][0]["message"]


def test_a_line_cuts_a_zone_in_two_and_the_larger_part_stays_the_zone(call: Call) -> None:
    zone = done(call("/api/zones", **named("Z", square(0, 0, 0.1), zone_class="scenic")))
    far, near = Point(LON + 0.09, LAT + 0.05), Point(LON + 0.01, LAT + 0.05)
    for code, place in {"FAR": far, "NEAR": near}.items():
        done(call("/api/points", **named(code, place, kind="must_patrol", zone=zone["id"])))
    line = LineString([(LON + 0.08, LAT - 1), (LON + 0.08, LAT + 1)])
    split = f"/api/zones/{zone['id']}/split"
    refused(call(split, line=mapping(LineString([(LON, LAT + 2), (LON, LAT + 3)])), code="E", name="East"), "bad_shape")
    refused(call(split, line=mapping(line), code="E", name="East", version=7), "changed_meanwhile")
    east = done(call(split, line=mapping(line), code="E", name="East", version=1))

    assert Zone.objects.get(code="Z").versions.get(valid_to=None).shape.extent[2] == pytest.approx(LON + 0.08)
    assert Zone.objects.get(code="E").zone_class == "scenic"
    assert str(PatrolPoint.objects.get(code="FAR").zone_id) == east["id"]
    assert str(PatrolPoint.objects.get(code="NEAR").zone_id) == zone["id"]


def test_a_beat_is_reshaped_edited_cut_and_retired(call: Call) -> None:
    beat = done(call("/api/beats", **named("B", square(0, 0, 0.1))))
    address = f"/api/beats/{beat['id']}"
    assert done(call(f"{address}/reshape", shape=mapping(square(0, 0, 0.2))))["version"] == 2
    done(call(f"{address}/edit", name="Renamed", overlapping=True))
    line = LineString([(LON + 0.05, LAT - 1), (LON + 0.05, LAT + 1)])
    done(call(f"{address}/split", line=mapping(line), code="C", name="Cut off"))
    done(call(f"{address}/retire"))
    kept = Beat.objects.get(code="B")
    assert (kept.name, kept.overlapping, kept.versions.count()) == ("Renamed", True, 3)
    assert Beat.objects.get(code="C").overlapping


def test_beats_that_do_not_tile_are_warned_of(call: Call) -> None:
    assert done(call("/api/beats", **named("A", square(0, 0, 0.01))))["warnings"] == []
    assert done(call("/api/beats", **named("B", square(0.01, 0, 0.01))))["warnings"] == []
    over = done(call("/api/beats", **named("C", square(0.015, 0, 0.01))))["warnings"]
    assert [warning["code"] for warning in over] == ["beat_overlap"]
    assert "over B near 117.0175" in over[0]["message"]
    gap = done(call("/api/beats", **named("D", square(0, 0.0101, 0.01))))["warnings"]
    assert [warning["code"] for warning in gap] == ["beat_gap"]


def test_points_and_routes_are_changed_and_retired(call: Call, client: Client, planner: User) -> None:
    point = done(call("/api/points", **named("P", Point(LON, LAT), kind="must_patrol")))
    address = f"/api/points/{point['id']}"
    assert done(call(f"{address}/edit", dwell_s=0, kind="standing"))["version"] == 2
    refused(call(f"{address}/edit", hours_from="08:00"), "bad_input")
    line = mapping(LineString([(LON, LAT), (LON + 1, LAT)]))
    route = done(call("/api/routes", **named("R", LineString([(LON, LAT), (LON, LAT + 1)]), mode="car")))
    done(call(f"/api/routes/{route['id']}/redraw", shape=line, version=1))
    assert done(call(f"/api/routes/{route['id']}/edit", mode="foot", version=2))["version"] == 3
    assert (Route.objects.get().mode, Route.objects.get().line.coords[1][0]) == ("foot", LON + 1)
    done(call(f"{address}/retire"))
    done(call(f"/api/routes/{route['id']}/retire"))
    assert ground(client, planner) == {}


def test_a_caution_ends_by_itself_or_is_withdrawn_and_tells_who_noted_it(
    call: Call, client: Client, dispatcher: User, now: datetime
) -> None:
    danger = {"kind": "height", "text": "Loose roof", "organization": "BUREAU", "shape": mapping(Point(LON, LAT))}
    refused(call("/api/cautions", **danger, expires_at=(now - timedelta(days=1)).isoformat()), "bad_input")
    refused(call("/api/cautions", **danger, expires_at=(now + timedelta(days=500)).isoformat()), "bad_input")
    until = (now + timedelta(days=1)).isoformat()
    noted = done(call("/api/cautions", by=dispatcher, **danger, expires_at=until))
    assert "caution" in ground(client, dispatcher)
    done(call(f"/api/cautions/{noted['id']}/withdraw", by=dispatcher))
    assert ground(client, dispatcher) == {}
    refused(call(f"/api/cautions/{noted['id']}/withdraw"), "not_allowed")

    again = done(call("/api/cautions", **danger, expires_at=until))
    assert not Caution.objects.in_force(now + timedelta(days=1)).filter(pk=again["id"]).exists()


def test_the_etag_changes_when_a_caution_ends(call: Call, client: Client, planner: User, now: datetime) -> None:
    danger = {"kind": "fire", "text": "Gas", "organization": "BUREAU", "shape": mapping(Point(LON, LAT))}
    noted = done(call("/api/cautions", **danger, expires_at=(now + timedelta(days=1)).isoformat()))
    first = client.get("/api/zones")
    assert client.get("/api/zones", headers={"If-None-Match": first["ETag"]}).status_code == 304
    Caution.objects.filter(pk=noted["id"]).update(noted_at=now - timedelta(days=1), expires_at=now)
    again = client.get("/api/zones", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.json()["features"]) == (200, [])


def test_outsiders_and_those_who_do_not_plan_change_nothing(
    call: Call, dispatcher: User, officer: User, outsider: User, elsewhere: Organization, now: datetime
) -> None:
    zone = done(call("/api/zones", **named("Z", square(0, 0, 0.1))))
    beat = done(call("/api/beats", **named("B", square(0, 0, 0.1))))
    point = done(call("/api/points", **named("P", Point(LON, LAT), kind="standing")))
    route = done(call("/api/routes", **named("R", LineString([(LON, LAT), (LON, LAT + 1)]), mode="car")))
    until = (now + timedelta(days=1)).isoformat()
    danger = {"kind": "water", "text": "Pool", "organization": "BUREAU", "shape": mapping(Point(LON, LAT))}
    caution = done(call("/api/cautions", **danger, expires_at=until))
    before = JournalEntry.objects.count()
    shape = {"shape": mapping(square(0, 0, 0.2))}
    line = {"line": mapping(LineString([(LON, LAT), (LON, LAT + 1)])), "code": "N", "name": "N"}
    for who, code in ((outsider, "not_found"), (dispatcher, "not_permitted"), (officer, "not_permitted")):
        for area, pk in (("zones", zone["id"]), ("beats", beat["id"])):
            refused(call(f"/api/{area}/{pk}/reshape", by=who, **shape), code)
            refused(call(f"/api/{area}/{pk}/split", by=who, **line), code)
        refused(call(f"/api/points/{point['id']}/move", by=who, **shape), code)
        refused(call(f"/api/routes/{route['id']}/redraw", by=who, **shape), code)
        for one in (f"zones/{zone['id']}", f"beats/{beat['id']}", f"points/{point['id']}", f"routes/{route['id']}"):
            refused(call(f"/api/{one}/edit", by=who, name="Taken"), code)
            refused(call(f"/api/{one}/retire", by=who), code)
        refused(call("/api/zones", by=who, **named("N", square(0, 0, 0.1))), "not_permitted")
    refused(call(f"/api/cautions/{caution['id']}/withdraw", by=outsider), "not_found")
    refused(call(f"/api/cautions/{caution['id']}/withdraw", by=officer), "not_permitted")
    refused(call(f"/api/zones/{zone['id']}/edit", organization="ELSEWHERE"), "not_permitted")
    assert JournalEntry.objects.count() == before
