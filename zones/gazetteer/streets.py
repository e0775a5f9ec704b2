"""Streets and crossings out of ways: the ways of one name that lie together are one street."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import cos, hypot, radians

import shapely

from zones.gazetteer.reading import NamedThings, Names, StreetWay, middle_of
from zones.routing.base import LonLat

METRES_A_DEGREE = 111_195.0
GAP_M = 500.0  # ways of one name nearer to each other than about this are one street
JUNCTION_M = 150.0  # crossings of the same two streets nearer than this are one


@dataclass(frozen=True, slots=True)
class Street:
    """Ways of one name that lie together. `middle` is a point on them; WGS-84 degrees, metres."""

    names: Names
    category: str
    nodes: frozenset[int]
    lines: shapely.MultiLineString
    middle: LonLat
    length_m: float


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where two streets meet; `first` is the longer one."""

    first: Street
    second: Street
    lon: float
    lat: float


def streets_of(things: NamedThings) -> list[Street]:
    """The streets of a file."""
    by_name: dict[str, list[StreetWay]] = defaultdict(list)
    for way in things.ways:
        way.refs = [ref for ref in way.refs if ref in things.course]
        if len(set(way.refs)) > 1:
            by_name[way.names.name].append(way)
    return [
        _street(together, things.course)
        for ways in by_name.values()
        for together in _lying_together(ways, things.course)
    ]


def crossings_of(streets: Iterable[Street], course: dict[int, LonLat]) -> list[Crossing]:
    """Where two streets of different names share a node; one for the several nodes of a wide junction."""
    at_node: dict[int, list[Street]] = defaultdict(list)
    for street in streets:
        for node in street.nodes:
            at_node[node].append(street)
    shared: dict[tuple[int, int], list[LonLat]] = defaultdict(list)
    known: dict[int, Street] = {}
    for node, meeting in at_node.items():
        ranked = sorted(meeting, key=lambda street: (-street.length_m, street.names.name))
        for first, second in combinations(ranked, 2):
            if first.names.name != second.names.name:
                known[id(first)], known[id(second)] = first, second
                shared[id(first), id(second)].append(course[node])
    return [
        Crossing(known[first], known[second], *middle_of(corners))
        for (first, second), places in shared.items()
        for corners in _near_each_other(places)
    ]


def metres_between(one: LonLat, other: LonLat) -> float:
    """The distance of two places near each other."""
    east = (one[0] - other[0]) * cos(radians(one[1]))
    return METRES_A_DEGREE * hypot(east, one[1] - other[1])


def _lying_together(ways: list[StreetWay], course: dict[int, LonLat]) -> list[list[StreetWay]]:
    """The ways, sorted into groups that lie together: linked by shared or neighbouring cells of a grid."""
    groups: list[tuple[set[tuple[int, int]], list[StreetWay]]] = []
    for way in ways:
        cells = {_cell(course[ref]) for ref in way.refs}
        around = {(column + east, row + north) for column, row in cells for east in (-1, 0, 1) for north in (-1, 0, 1)}
        touching = [group for group in groups if not group[0].isdisjoint(around)]
        groups = [group for group in groups if group[0].isdisjoint(around)]
        merged = (
            cells.union(*(group[0] for group in touching)),
            [way, *(old for group in touching for old in group[1])],
        )
        groups.append(merged)
    return [group for _cells, group in groups]


def _cell(place: LonLat) -> tuple[int, int]:
    return int(place[0] * METRES_A_DEGREE // GAP_M), int(place[1] * METRES_A_DEGREE // GAP_M)


def _street(ways: list[StreetWay], course: dict[int, LonLat]) -> Street:
    lines = shapely.MultiLineString([[course[ref] for ref in way.refs] for way in ways])
    middle = shapely.shortest_line(lines, shapely.Point(lines.centroid)).coords[0]
    main = max(ways, key=lambda way: len(way.refs))
    every_name = dict.fromkeys(name for way in ways for name in way.names.all_names)
    english = next((way.names.english for way in ways if way.names.english), "")
    return Street(
        names=Names(main.names.name, english, tuple(every_name)),
        category=main.category,
        nodes=frozenset(ref for way in ways for ref in way.refs),
        lines=lines,
        middle=(middle[0], middle[1]),
        length_m=sum(_length_m([course[ref] for ref in way.refs]) for way in ways),
    )


def _length_m(places: list[LonLat]) -> float:
    return sum(metres_between(one, other) for one, other in pairwise(places))


def _near_each_other(places: list[LonLat]) -> list[list[LonLat]]:
    groups: list[list[LonLat]] = []
    for place in places:
        near = next((group for group in groups if metres_between(group[0], place) < JUNCTION_M), None)
        if near is None:
            groups.append([place])
        else:
            near.append(place)
    return groups
