"""The named things of an OpenStreetMap file: streets as ways, places and houses as points.

Two passes: the first over relations and ways, the second over nodes, which gives the ways their course. A node that
the file does not hold is left out; a thing without any node is nowhere and is left out too.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import osmium
from osmium.osm import NODE, RELATION, WAY

from zones.routing.base import LonLat
from zones.search_keys import folded_number
from zones.vocabulary import PlaceKind

NAME_TAGS = ("name", "name:zh", "name:en", "alt_name", "short_name", "official_name", "old_name", "loc_name", "ref")
POI_TAGS = (
    *("amenity", "healthcare", "emergency", "shop", "tourism", "leisure", "office", "public_transport", "railway"),
    *("historic", "man_made", "natural", "landuse", "building"),
)
NO_POI = {"no", "rail", "tram", "subway", "light_rail", "abandoned", "disused", "razed", "coastline", "tree"}
LONGEST_NAME = 200
MOST_HOUSE_NUMBERS = 20  # on one house: more are a mistake
SAY_EVERY_SECONDS = 2.0

type Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Names:
    """`name` as written there, `english` if known, `all_names` by which it is found."""

    name: str
    english: str
    all_names: tuple[str, ...]


@dataclass(slots=True)
class StreetWay:
    """One way of a street: its nodes, and what kind of way it is."""

    names: Names
    category: str
    refs: list[int]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place or a point of interest, at the middle of its nodes."""

    kind: PlaceKind
    category: str
    names: Names
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class House:
    street: str
    number: str
    lon: float
    lat: float


@dataclass(slots=True)
class NamedThings:
    """What a file names. `course` is where the nodes of the street ways lie, WGS-84 degrees."""

    ways: list[StreetWay] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    houses: list[House] = field(default_factory=list)
    course: dict[int, LonLat] = field(default_factory=dict)


def read_names(source: Path, *, say: Say) -> NamedThings:
    """The named things of a file in any format that osmium reads.

    Raises:
        OSError, RuntimeError: the file is missing, truncated or broken.
    """
    return _Reader(source, say).read()


@dataclass(frozen=True, slots=True)
class _Tagged:
    """A way or relation whose place is the middle of its nodes."""

    tags: dict[str, str]
    refs: list[int]


class _Reader:
    def __init__(self, source: Path, say: Say) -> None:
        self._source = source
        self._say = say
        self._said_at = monotonic()
        self._things = NamedThings()
        self._relations: dict[int, list[dict[str, str]]] = {}  # way id: tags of the relations it outlines
        self._outlines: list[_Tagged] = []

    def read(self) -> NamedThings:
        self._read_relations()
        self._read_ways()
        wanted = {ref for way in self._things.ways for ref in way.refs}
        wanted.update(ref for outline in self._outlines for ref in outline.refs)
        self._read_nodes(wanted)
        for outline in self._outlines:
            places = [self._things.course[ref] for ref in outline.refs if ref in self._things.course]
            if places:
                self._take(outline.tags, *middle_of(places))
        return self._things

    def _read_relations(self) -> None:
        for relation in self._objects(RELATION):
            tags = dict(relation.tags)
            if tags.get("type") == "multipolygon" and is_wanted(tags):
                for member in relation.members:
                    if member.type == "w" and member.role != "inner":
                        self._relations.setdefault(member.ref, []).append(tags)
                        break  # the middle of one outline is near enough

    def _read_ways(self) -> None:
        for way in self._objects(WAY):
            tags = dict(way.tags)
            outlined = self._relations.get(way.id, [])
            names = names_of(tags) if "highway" in tags and tags.get("area") != "yes" else None
            if names:
                refs = [node.ref for node in way.nodes]
                self._things.ways.append(StreetWay(names, tags["highway"][:40], refs))
            elif is_wanted(tags):
                outlined = [*outlined, tags]
            self._outlines += [_Tagged(found, [node.ref for node in way.nodes]) for found in outlined]

    def _read_nodes(self, wanted: set[int]) -> None:
        for node in self._objects(NODE):
            if not node.location.valid():
                continue
            if node.id in wanted:
                self._things.course[node.id] = (node.location.lon, node.location.lat)
            if len(node.tags) and is_wanted(tags := dict(node.tags)):
                self._take(tags, node.location.lon, node.location.lat)

    def _take(self, tags: dict[str, str], lon: float, lat: float) -> None:
        names = names_of(tags)
        kind, category = kind_of(tags)
        if names and kind:
            self._things.spots.append(Spot(kind, category, names, lon, lat))
        self._things.houses += [House(street, number, lon, lat) for street, number in house_numbers(tags)]

    def _objects(self, kind: Any) -> Iterator[Any]:
        for count, found in enumerate(osmium.FileProcessor(str(self._source), kind), start=1):
            if count % 20_000 == 0 and monotonic() - self._said_at >= SAY_EVERY_SECONDS:
                self._said_at = monotonic()
                self._say(f"  {count:,} objects read for names")
            yield found


def is_wanted(tags: dict[str, str]) -> bool:
    """Whether something that is no street has a name to be found by, or a house number."""
    return "addr:housenumber" in tags or (kind_of(tags)[0] is not None and names_of(tags) is not None)


def kind_of(tags: dict[str, str]) -> tuple[PlaceKind | None, str]:
    """A part of town or a point of interest, and of what category; None: neither."""
    if "place" in tags:
        return PlaceKind.PLACE, tags["place"][:40]
    for key in POI_TAGS:
        if tags.get(key, "no") not in NO_POI:
            return PlaceKind.POI, (key if tags[key] == "yes" else tags[key])[:40]
    return None, ""


def names_of(tags: dict[str, str]) -> Names | None:
    """The names of a thing; None if it has none that can be read."""
    found = [name.strip()[:LONGEST_NAME] for tag in NAME_TAGS for name in tags.get(tag, "").split(";") if name.strip()]
    usable = [name for name in dict.fromkeys(found) if any(sign.isalnum() for sign in name) and "\0" not in name]
    if not usable or set(tags) & set(NAME_TAGS) == {"ref"}:
        return None
    english = tags.get("name:en", "").strip()[:LONGEST_NAME]
    return Names(usable[0], english if english != usable[0] else "", tuple(usable))


def house_numbers(tags: dict[str, str]) -> Iterable[tuple[str, str]]:
    """The street and the number of every address of a house: "12;14" are two, "12-16" is also its ends."""
    street = tags.get("addr:street") or tags.get("addr:place") or ""
    written = tags.get("addr:housenumber", "").replace(",", ";").split(";")
    numbers = [folded_number(part) for piece in written for part in dict.fromkeys([piece, *piece.split("-")])]
    return [
        (street.strip()[:LONGEST_NAME], number[:20]) for number in numbers[:MOST_HOUSE_NUMBERS] if number and street
    ]


def middle_of(places: Iterable[LonLat]) -> LonLat:
    """The middle of the box around places. WGS-84 degrees."""
    lons, lats = zip(*places, strict=True)
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
