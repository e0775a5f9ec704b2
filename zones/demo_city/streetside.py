"""What stands along streets: house numbers, counted from the middle of the city outwards, shops and bus stops."""

from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
import shapely

from zones.demo_city.frame import Frame, in_degrees
from zones.demo_city.names import Name
from zones.demo_city.network import Network, Road

NUMBER_EVERY_M, NUMBERED = 55.0, ("primary", "secondary", "tertiary")
ASIDE_M = 15.0
IN_TOWN = 0.78  # of half a side: within the expressway
SHOPS = {"small": 60, "city": 700, "large": 400}
KINDS = [
    ({"shop": "convenience"}, "便利店", "Convenience Store", 5),
    ({"amenity": "pharmacy"}, "大药房", "Pharmacy", 3),
    ({"amenity": "bank"}, "银行", "Bank", 2),
    ({"amenity": "restaurant"}, "饭店", "Restaurant", 4),
    ({"shop": "supermarket"}, "超市", "Supermarket", 2),
    ({"tourism": "hotel"}, "宾馆", "Hotel", 2),
    ({"amenity": "fuel"}, "加油站", "Filling Station", 1),
    ({"amenity": "kindergarten"}, "幼儿园", "Kindergarten", 2),
    ({"amenity": "clinic"}, "社区卫生站", "Community Clinic", 2),
    ({"highway": "bus_stop", "public_transport": "platform"}, "公交站", "Bus Stop", 5),
    ({"amenity": "toilets"}, "公共厕所", "Public Toilets", 2),
]

type Seen = tuple[dict[str, str], Any, Name | None]  # tags, place in degrees, name


def house_numbers(frame: Frame, network: Network) -> Iterator[Seen]:
    """Odd numbers on the left, even ones on the right, on the main streets of the inner city."""
    inner = frame.size.ring_m(frame.size.rings[0]) * 1.05
    streets: dict[Name, list[Road]] = defaultdict(list)
    for road in network.roads:
        name = road.street.name
        near = np.abs(network.board[[road.nodes[0], road.nodes[-1]]]).max() < inner
        if name and near and road.street.kind in NUMBERED and not road.bridge:
            streets[name].append(road)
    for name, roads in streets.items():
        yield from _numbers(frame, name, [network.board[road.nodes] for road in roads])


def _numbers(frame: Frame, name: Name, lines: list[Any]) -> Iterator[Seen]:
    outwards = [line if _out(line[0]) <= _out(line[-1]) else line[::-1] for line in lines]
    outwards.sort(key=lambda line: _out(line[0]))
    count = 0
    for board in outwards:
        line = shapely.LineString(frame.bend(board))
        stops = np.arange(NUMBER_EVERY_M / 2, line.length - 10, NUMBER_EVERY_M)
        for side in (1, -1):
            places = _beside(line, stops, side * ASIDE_M)
            for step, place in enumerate(places):
                number = 2 * (count + step) + (1 if side > 0 else 2)
                yield {"addr:street": name.zh, "addr:housenumber": f"{number}号"}, place, None
        count += len(stops)


def _out(place: Any) -> float:
    return float(np.hypot(*place))


def _beside(line: Any, stops: Any, aside: float) -> Any:
    """Points in degrees beside a line in metres, to its left where `aside` is above zero."""
    if not len(stops):
        return []
    here = shapely.get_coordinates(shapely.line_interpolate_point(line, stops))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(line, stops + 1.0))
    step = ahead - here
    step /= np.maximum(np.hypot(*step.T), 1e-9)[:, None]
    return in_degrees(shapely.points(here + aside * np.column_stack([-step[:, 1], step[:, 0]])))


def shops(frame: Frame, network: Network, chance: Random) -> Iterator[Seen]:
    """Shops, clinics and stops along named streets, called after them."""
    roads = [
        road
        for road in network.roads
        if road.street.name
        and road.street.kind in (*NUMBERED, "residential")
        and not road.bridge
        and np.abs(network.board[road.nodes[0]]).max() < IN_TOWN * frame.size.half_m
    ]
    weights = [weight for *_rest, weight in KINDS]
    for _each in range(SHOPS[frame.size.name]):
        road, (tags, zh, en, _weight) = chance.choice(roads), chance.choices(KINDS, weights)[0]
        line = shapely.LineString(frame.bend(network.board[road.nodes]))
        stop = np.array([chance.uniform(0.1, 0.9) * line.length])
        name = road.street.name
        if name is not None:
            side = chance.choice((-1.2, 1.2)) * ASIDE_M
            stem = Name(name.zh[:2], name.en.split()[0])
            yield tags, _beside(line, stop, side)[0], Name(stem.zh + zh, f"{stem.en} {en}")
