"""The doors of the gazetteer: who may ask, and what a bad question gets."""

import pytest
from rest_framework.test import APIClient

from patrol.models import Organization, User
from tests.zones.gazetteer.conftest import SOUTH, WEST
from zones.models import Point, Zone, ZoneVersion
from zones.vocabulary import PointKind

pytestmark = pytest.mark.django_db

FIND = "/api/places"
NEAR = "/api/places/near"


def client_of(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def test_a_dispatcher_finds_a_street_and_names_a_place(town: int, dispatcher: User) -> None:
    client = client_of(dispatcher)
    answer = client.get(FIND, {"q": "renmin", "lon": WEST, "lat": SOUTH, "limit": 3})
    assert answer.status_code == 200
    street = answer.json()["places"][0]
    assert (street["name"], street["kind"], street["match"], street["area"]) == ("人民路", "street", "starts", "城东")
    assert street["distance_m"] < 2000
    place = client.get(NEAR, {"lon": WEST + 0.015, "lat": SOUTH}).json()["place"]
    assert (place["name"], place["kind"]) == ("人民路", "street")
    assert client.get(NEAR, {"lon": 0, "lat": 0}).json() == {"place": None}


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (FIND, {}),
        (FIND, {"q": ""}),
        (FIND, {"q": "a" * 101}),
        (FIND, {"q": "a", "lon": 1}),
        (FIND, {"q": "a", "lon": "nan", "lat": 1}),
        (FIND, {"q": "a", "lon": 1, "lat": 91}),
        (FIND, {"q": "a", "limit": 0}),
        (FIND, {"q": "a\0b"}),
        (NEAR, {"lon": 1}),
        (NEAR, {"lon": "inf", "lat": 1}),
        (NEAR, {"lon": "here", "lat": "there"}),
    ],
)
def test_a_bad_question_is_explained(path: str, query: dict[str, object], dispatcher: User) -> None:
    answer = client_of(dispatcher).get(path, query)
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_input"
    assert answer.json()["message"]


@pytest.mark.parametrize("path", [FIND, NEAR])
def test_strangers_and_people_without_rights_are_refused(path: str, bureau: Organization, make_person) -> None:
    query = {"q": "人民路", "lon": WEST, "lat": SOUTH}
    assert APIClient().get(path, query).status_code == 401
    assert client_of(make_person(bureau)).get(path, query).status_code == 403


def test_an_outsider_finds_streets_but_no_zone_of_ours(
    town: int, bureau: Organization, dispatcher: User, outsider: User, now
) -> None:
    zone = Zone.objects.create(code="OURS", name="人民防区", organization=bureau)
    shape = f"SRID=4326;MULTIPOLYGON((({WEST} {SOUTH},{WEST + 1} {SOUTH},{WEST} {SOUTH + 1},{WEST} {SOUTH})))"
    ZoneVersion.objects.create(zone=zone, number=1, shape=shape, valid_from=now)

    def names(person: User) -> set[str]:
        return {place["name"] for place in client_of(person).get(FIND, {"q": "人民"}).json()["places"]}

    assert {"人民路", "人民防区"} <= names(dispatcher)
    assert "人民防区" not in names(outsider)
    assert "人民路" in names(outsider)


@pytest.mark.parametrize("kind", list(PointKind))
@pytest.mark.parametrize(
    "typed", ["学府站东门", "学府站", "xuefuzhandongmen", "xfzdm", "雪府站东门", "xuefuzhandongmne", "P-17"]
)
def test_a_point_is_found_by_those_who_see_it(
    town: int, kind: PointKind, typed: str, bureau: Organization, dispatcher: User, outsider: User
) -> None:
    Point.objects.create(
        code="P-17", name="学府站东门", kind=kind.value, organization=bureau, place=f"SRID=4326;POINT({WEST} {SOUTH})"
    )

    def found(person: User) -> list[tuple[str, str, float]]:
        places = client_of(person).get(FIND, {"q": typed, "lon": WEST, "lat": SOUTH}).json()["places"]
        return [(place["kind"], place["name"], place["lon"]) for place in places if place["kind"] == "point"]

    assert found(dispatcher) == [("point", "学府站东门", WEST)]
    assert found(outsider) == []


def test_two_bureaus_find_zones_of_like_names_each_its_own(
    town: int, bureau: Organization, elsewhere: Organization, dispatcher: User, outsider: User, now
) -> None:
    shape = f"SRID=4326;MULTIPOLYGON((({WEST} {SOUTH},{WEST + 1} {SOUTH},{WEST} {SOUTH + 1},{WEST} {SOUTH})))"
    for code, name, owner in (("ZF-1", "政府核心区", bureau), ("ZF-2", "政府外围区", elsewhere)):
        zone = Zone.objects.create(code=code, name=name, organization=owner)
        ZoneVersion.objects.create(zone=zone, number=1, shape=shape, valid_from=now)

    def names(person: User, typed: str) -> set[str]:
        return {place["name"] for place in client_of(person).get(FIND, {"q": typed}).json()["places"]}

    for typed in ("zhengfu", "zf", "政府", "zhengfv", "ZF-"):
        assert "政府外围区" not in names(dispatcher, typed), typed
        assert "政府核心区" not in names(outsider, typed), typed
    assert "政府核心区" in names(dispatcher, "zhengfuhexinqu")
    assert "政府核心区" in names(dispatcher, "zfhxq")
    assert "政府外围区" in names(outsider, "zfwwq")
