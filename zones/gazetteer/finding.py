"""Places by name: whatever way it is typed, the best answers first, the nearest first among equals."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import cos, radians
from typing import Any

from django.contrib.gis.db.models.functions import PointOnSurface
from django.contrib.gis.geos import Point
from django.db import connection
from psycopg.sql import SQL, Composable, Literal

from zones.gazetteer.streets import metres_between
from zones.models import ZoneVersion
from zones.routing.base import LonLat
from zones.search_keys import ONLY_HAN, Clause, Quality, Search, Test, Typed, keys_of, read_typed
from zones.selectors import current_points, current_zones
from zones.vocabulary import PlaceKind

ENOUGH = 3  # with fewer answers, names with a wrong letter are looked for too, then those that are merely alike
MOST_STREETS = 50  # on which a house number is looked for
SHORTEST_STREET = 3  # letters before a house number
TURNS = {PlaceKind.POI: 1, PlaceKind.CROSSING: 2}  # of equal matches: a street before the shops that are named after it
COLUMNS = SQL("id, kind, category, name, name_en, area, ST_X(point) AS lon, ST_Y(point) AS lat")
NAMED = SQL("""
    SELECT {columns}, quality FROM (
        SELECT *, CASE {tests} END AS quality FROM zones_place WHERE kind <> 'address' AND ({gates})
        OFFSET 0 -- the quality is found once a row
    ) AS place
    WHERE quality IS NOT NULL
    ORDER BY quality, CASE kind WHEN 'poi' THEN 1 WHEN 'crossing' THEN 2 ELSE 0 END, {distance}, id LIMIT {limit}
""")
ALIKE = SQL("""
    SELECT {columns}, {quality} AS quality FROM zones_place
    WHERE kind NOT IN ('address', 'crossing') AND keys %> {key}
    ORDER BY word_similarity({key}, keys) DESC, {distance}, id LIMIT {limit}
""")
HOUSES = SQL("""
    SELECT {columns}, street_id FROM zones_place
    WHERE kind = 'address' AND street_id = ANY({streets}) AND number = {number} ORDER BY id
""")
# Plain arithmetic, in square degrees: distances on the ellipsoid cost more than all else where thousands match.
NEARNESS = SQL("power((ST_X(point) - {lon}) * {shrink}, 2) + power(ST_Y(point) - {lat}, 2)")


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that was found. WGS-84 degrees; `distance_m` from the middle of the map, None without one.

    `missing_number` is the house number that the street was asked for and that the map does not know.
    """

    kind: PlaceKind
    category: str
    name: str
    name_en: str
    area: str
    lon: float
    lat: float
    quality: Quality
    distance_m: float | None = None
    missing_number: str = ""


def find_places(text: str, *, near: LonLat | None, limit: int = 10, paths: Sequence[str]) -> list[FoundPlace]:
    """Places of the map, zones and points whose name is, begins with or resembles `text`.

    The best match first, of equal ones the nearest to `near` (WGS-84 degrees), the middle of the map. `paths` are those
    of the organizations whose ground is seen.
    """
    typed = read_typed(text)
    if not typed.key:
        return []
    found = [*_ground(typed, near, paths), *_houses(typed, near, limit)]
    found += [_found(row, near) for row in _named(typed.strict, near, limit)]
    if len(found) < ENOUGH:
        found += [_found(row, near) for row in _named(typed.forgiving, near, limit)]
    if len(found) < ENOUGH:
        found += [_found(row, near) for row in _alike(typed.key, near, limit)]
    found.sort(key=lambda place: (place.quality, TURNS.get(place.kind, 0), place.distance_m or 0.0))
    return _once_each(found)[:limit]


def _named(search: Search, near: LonLat | None, limit: int, *, only: PlaceKind | None = None) -> list[dict[str, Any]]:
    """Places for whose names one of the tests holds."""
    if not search.tests:
        return []
    tests = [SQL("WHEN {} THEN {}").format(_condition(test), Literal(test.quality.value)) for test in search.tests]
    gates = SQL("({})").format(SQL(" OR ").join(_condition(test) for test in search.gates))
    if only:
        gates = SQL("{} AND kind = {}").format(gates, Literal(only.value))
    return _rows(NAMED, near, limit, tests=SQL(" ").join(tests), gates=gates)


def _alike(key: str, near: LonLat | None, limit: int) -> list[dict[str, Any]]:
    """Places whose names share most of their trigrams with what was typed."""
    return _rows(ALIKE, near, limit, key=Literal(key), quality=Literal(Quality.ALIKE.value))


def _rows(query: SQL, near: LonLat | None, limit: int, **parts: Composable) -> list[dict[str, Any]]:
    composed = query.format(columns=COLUMNS, distance=_distance(near), limit=Literal(limit), **parts)
    with connection.cursor() as cursor:
        cursor.execute(composed)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _distance(near: LonLat | None) -> Composable:
    """What rows are ordered by, the nearest first."""
    if near is None:
        return SQL("NULL::float8")
    lon, lat = near
    return NEARNESS.format(lon=Literal(lon), lat=Literal(lat), shrink=Literal(cos(radians(lat))))


def _condition(test: Test) -> Composable:
    """A test as SQL."""
    condition = SQL(" AND ").join(_clause(clause) for clause in test.clauses)
    named = SQL("({} AND kind <> 'crossing')").format(condition)
    return SQL("({} OR ({} AND kind = 'crossing'))").format(named, condition) if test.may_cross else named


def _clause(clause: Clause) -> Composable:
    choices = [SQL("keys LIKE {}").format(Literal(f"%{text}%")) for text in clause.texts]
    if clause.slips:
        choices.append(SQL("slips && {}::int[]").format(Literal(sorted(clause.slips))))
    return SQL("({})").format(SQL(" OR ").join(choices))


def _houses(typed: Typed, near: LonLat | None, limit: int) -> list[FoundPlace]:
    """The house of the number that was typed, on the streets of that name; the street where it is not known."""
    if not typed.number or not (ONLY_HAN.search(typed.street) or len(typed.street) >= SHORTEST_STREET):
        return []
    street = read_typed(typed.street)
    named = _named(street.strict, near, MOST_STREETS, only=PlaceKind.STREET)
    named = named or _named(street.forgiving, near, MOST_STREETS, only=PlaceKind.STREET)
    streets = {row["id"]: row for row in named}
    number, ids = Literal(typed.number), Literal(list(streets))
    houses = _rows(HOUSES, near, limit, number=number, streets=ids) if streets else []
    known = {row["street_id"] for row in houses}
    answers = [_found(row | {"quality": streets[row["street_id"]]["quality"]}, near) for row in houses]
    without = [_found(row, near) for street, row in streets.items() if street not in known]
    return answers + [
        replace(street, quality=max(street.quality, Quality.STARTS), missing_number=typed.number)
        for street in without[:limit]
    ]


def _ground(typed: Typed, near: LonLat | None, paths: Sequence[str]) -> Iterator[FoundPlace]:
    """Zones and points of the ground that the paths see, by name or code."""
    names = current_zones(paths).values_list("pk", "zone__code", "zone__name")
    zones = {pk: quality for pk, *both in names if (quality := typed.quality_of(keys_of(*both))) is not None}
    if zones:
        shapes = ZoneVersion.objects.filter(pk__in=zones).annotate(inside=PointOnSurface("shape"))
        for pk, name, inside in shapes.values_list("pk", "zone__name", "inside"):
            yield _of_ground(PlaceKind.ZONE, name, inside, zones[pk], near)
    for code, name, place in current_points(paths).values_list("code", "name", "place"):
        if (quality := typed.quality_of(keys_of(code, name))) is not None:
            yield _of_ground(PlaceKind.POINT, name, place, quality, near)


def _of_ground(kind: PlaceKind, name: str, place: Point, quality: Quality, near: LonLat | None) -> FoundPlace:
    distance_m = metres_between(near, (place.x, place.y)) if near else None
    return FoundPlace(kind, "", name, "", "", place.x, place.y, quality, distance_m)


def _found(row: dict[str, Any], near: LonLat | None) -> FoundPlace:
    place = (row["lon"], row["lat"])
    return FoundPlace(
        kind=PlaceKind(row["kind"]),
        category=row["category"],
        name=row["name"],
        name_en=row["name_en"],
        area=row["area"],
        lon=row["lon"],
        lat=row["lat"],
        quality=Quality(row["quality"]),
        distance_m=metres_between(near, place) if near else None,
    )


def _once_each(found: Iterable[FoundPlace]) -> list[FoundPlace]:
    first: dict[tuple[str, str, float, float], FoundPlace] = {}
    for place in found:
        first.setdefault((place.kind, place.name, place.lon, place.lat), place)
    return list(first.values())
