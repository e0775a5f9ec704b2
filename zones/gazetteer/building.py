"""Filling the gazetteer from an OpenStreetMap file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import shapely
from django.db import connection

from zones.gazetteer.reading import House, Names, Say, Spot, read_names
from zones.gazetteer.streets import Crossing, Street, crossings_of, metres_between, streets_of
from zones.models import Place
from zones.search_keys import ONLY_HAN, Keys, crossing_keys, folded, keys_of
from zones.vocabulary import PlaceKind

COLUMNS = (
    *("id", "kind", "category", "name", "name_en", "area", "number", "street_id", "point", "shape", "length_m"),
    *("keys", "slips"),
)
LONGEST_NAME = 200
NO_KEYS = Keys("", frozenset())
# The search indexes take what is new in few large helpings.
QUICKLY = (
    "SET LOCAL gin_pending_list_limit = '64MB'; SET LOCAL work_mem = '64MB'; SET LOCAL maintenance_work_mem = '128MB'"
)
QUARTERS = {"suburb", "quarter", "neighbourhood", "village", "hamlet", "town"}
QUARTER_M = 3000.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the gazetteer."""

    id: int
    kind: PlaceKind
    category: str
    name: str
    name_en: str
    keys: Keys
    point: shapely.Point
    shape: shapely.Geometry
    length_m: float | None = None
    area: str = ""
    number: str = ""
    street: int | None = None

    def columns(self) -> tuple[object, ...]:
        point, shape = (shapely.to_wkb(part, hex=True, include_srid=True) for part in (self.point, self.shape))
        return (
            *(self.id, self.kind.value, self.category, self.name[:LONGEST_NAME], self.name_en[:LONGEST_NAME]),
            *(
                self.area,
                self.number,
                self.street,
                point,
                shape,
                self.length_m,
                self.keys.text,
                sorted(self.keys.slips),
            ),
        )


def build_places(*, source: Path, say: Say) -> int:
    """Replace the gazetteer by the names of an OpenStreetMap file, inside the caller's transaction.

    Readers see the old one until that commits. Returns how many places there are.

    Raises:
        OSError, RuntimeError: the file is missing, truncated or broken.
    """
    things = read_names(source, say=say)
    streets = streets_of(things)
    crossings = crossings_of(streets, things.course)
    say(f"  {len(streets):,} streets, {len(crossings):,} crossings, {len(things.spots):,} other names")
    total = _replace(_with_areas(_rows(streets, crossings, things.spots, things.houses), things.spots))
    say(f"  {total:,} places can be found by name")
    return total


def _replace(rows: Iterable[Row]) -> int:
    total = 0
    with connection.cursor() as cursor:
        cursor.execute(QUICKLY)
        cursor.execute("DELETE FROM zones_place")
        with cursor.copy(f"COPY zones_place ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row.columns())
                total += 1
        cursor.execute("ANALYZE zones_place")
        for index in Place._meta.indexes:
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index.name])
    return total


def _rows(streets: list[Street], crossings: list[Crossing], spots: list[Spot], houses: list[House]) -> Iterator[Row]:
    numbers = count(1)
    ways = [_street_row(next(numbers), street) for street in streets]
    yield from ways
    yield from (_crossing_row(next(numbers), crossing) for crossing in crossings)
    yield from (_spot_row(next(numbers), spot) for spot in spots)
    yield from _house_rows(numbers, ways, houses)


def _with_areas(rows: Iterable[Row], spots: Iterable[Spot]) -> Iterator[Row]:
    """The rows with the part of town they lie in: the nearest quarter or village."""
    quarters = [spot for spot in spots if spot.category in QUARTERS and spot.kind == PlaceKind.PLACE]
    tree = shapely.STRtree([shapely.Point(spot.lon, spot.lat) for spot in quarters])
    for row in rows:
        nearest = tree.nearest(row.point) if quarters and row.kind != PlaceKind.PLACE else None
        quarter = None if nearest is None else quarters[nearest]
        if quarter and metres_between((quarter.lon, quarter.lat), (row.point.x, row.point.y)) < QUARTER_M:
            yield replace(row, area=quarter.names.name)
        else:
            yield row


def _street_row(number: int, street: Street) -> Row:
    names = street.names
    return Row(
        id=number,
        kind=PlaceKind.STREET,
        category=street.category,
        name=names.name,
        name_en=names.english,
        keys=keys_of(*names.all_names),
        point=shapely.Point(street.middle),
        shape=street.lines,
        length_m=street.length_m,
    )


def _crossing_row(number: int, crossing: Crossing) -> Row:
    first, second = crossing.first.names, crossing.second.names
    point = shapely.Point(crossing.lon, crossing.lat)
    return Row(
        id=number,
        kind=PlaceKind.CROSSING,
        category="",
        name=crossing_name(first.name, second.name),
        name_en=f"{first.english} / {second.english}" if first.english and second.english else "",
        keys=crossing_keys(first.all_names, second.all_names),
        point=point,
        shape=point,
    )


def _spot_row(number: int, spot: Spot) -> Row:
    names, point = spot.names, shapely.Point(spot.lon, spot.lat)
    return Row(number, spot.kind, spot.category, names.name, names.english, keys_of(*names.all_names), point, point)


def _house_rows(numbers: Iterator[int], ways: list[Row], houses: list[House]) -> Iterator[Row]:
    """The houses, and the streets that are known by their houses alone."""
    known: dict[str, list[Row]] = defaultdict(list)
    for way in ways:
        known[folded(way.name)].append(way)
    by_street: dict[str, list[House]] = defaultdict(list)
    for house in houses:
        by_street[house.street].append(house)
    for name, at_home in by_street.items():
        if not known[folded(name)]:
            new = _street_of_houses(next(numbers), name, at_home)
            known[folded(name)].append(new)
            yield new
        for house in at_home:
            yield _house_row(next(numbers), house, known[folded(name)])


def _street_of_houses(number: int, name: str, houses: list[House]) -> Row:
    shape = shapely.MultiPoint([(house.lon, house.lat) for house in houses])
    point = shapely.shortest_line(shape, shape.centroid).coords[0]
    street = Street(Names(name, "", (name,)), "", frozenset(), shape, (point[0], point[1]), 0.0)
    return replace(_street_row(number, street), length_m=None)


def _house_row(number: int, house: House, streets: list[Row]) -> Row:
    point = shapely.Point(house.lon, house.lat)
    street = min(streets, key=lambda street: shapely.distance(street.shape, point))
    english = f"{house.number} {street.name_en}" if street.name_en else ""
    name = house_name(street.name, house.number)
    return Row(
        number, PlaceKind.ADDRESS, "", name, english, NO_KEYS, point, point, number=house.number, street=street.id
    )


def crossing_name(first: str, second: str) -> str:
    """人民路与解放路路口; Main Street / Oak Street."""
    if ONLY_HAN.search(first) and ONLY_HAN.search(second):
        return f"{first}与{second}路口"
    return f"{first} / {second}"


def house_name(street: str, number: str) -> str:
    """福州路123号; 12 Main Street."""
    return f"{street}{number}号" if ONLY_HAN.search(street) else f"{number} {street}"
