"""Who answers for which ground: districts, the grounds of stations, and beats that tile them. On the board."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon

from zones.demo_city.arteries import Arteries
from zones.demo_city.frame import STRAIGHT_M, Frame
from zones.demo_city.names import Name, numeral
from zones.demo_city.network import GRID_M
from zones.demo_city.terrain import Terrain

DISTRICTS = [("城中", "Chengzhong"), ("城东", "Chengdong"), ("江南", "Jiangnan")]
STATIONS = 4  # a district
# Words of the stations, a district after the other.
WORDS = """
老街 Laojie,北关 Beiguan,西湖 Xihu,站前 Zhanqian,新城 Xincheng,科技园 Kejiyuan,东站 Dongzhan,开发区 Kaifaqu,
江滨 Jiangbin,大学城 Daxuecheng,南桥 Nanqiao,柳林 Liulin
"""


@dataclass(frozen=True)
class Ward:
    """A piece of ground with a name. `parent` is the code of the ground that holds it, "" for a district."""

    code: str
    name: Name
    shape: Any
    parent: str


@dataclass(frozen=True)
class Wards:
    districts: list[Ward]
    stations: list[Ward]
    beats: list[Ward]


def lay_wards(frame: Frame, terrain: Terrain, arteries: Arteries) -> Wards:
    """Three districts, four stations in each, and their beats, along main streets and the middle of the river."""
    cells = _cells(frame, terrain, arteries)
    found = Wards([], [], [])
    words = [word.split() for word in WORDS.replace("\n", "").split(",")]
    for number, inside in enumerate(_districts(frame, terrain, cells)):
        zh, en = DISTRICTS[number]
        code = f"D{number + 1}"
        found.districts.append(Ward(code, Name(f"{zh}区", f"{en} District"), _joined(inside), ""))
        for place, ground in enumerate(_shared(frame, inside, STATIONS)):
            zh, en = words[number * STATIONS + place]
            station = Ward(f"{code}S{place + 1}", Name(f"{zh}派出所", f"{en} Police Station"), _joined(ground), code)
            found.stations.append(station)
            for order, beat in enumerate(_shared(frame, ground, frame.size.beats), start=1):
                name = Name(f"{zh}{numeral(order)}号巡区", f"{en} Beat {order}")
                found.beats.append(Ward(f"{station.code}B{order}", name, _joined(beat), station.code))
    return found


def _cells(frame: Frame, terrain: Terrain, arteries: Arteries) -> list[Polygon]:
    """The pieces between the main streets and the middle of the river.

    They tile the board; neighbours share every vertex of their border, so that they tile it however it is bent.
    """
    noded = shapely.union_all([*arteries.divides, terrain.river, frame.board.boundary], grid_size=GRID_M)
    noded = shapely.segmentize(noded, 0.99 * STRAIGHT_M)
    cells = shapely.get_parts(shapely.polygonize([noded]))
    return [cell for cell in cells if frame.board.buffer(1).contains(cell.point_on_surface())]


def _districts(frame: Frame, terrain: Terrain, cells: list[Polygon]) -> list[list[Polygon]]:
    """North-west, north-east, and beyond the river."""
    noded = shapely.union_all([terrain.river, frame.board.boundary], grid_size=GRID_M)
    sides = shapely.get_parts(shapely.polygonize([noded]))
    north = max(sides, key=lambda side: side.centroid.y)
    border = 0.17 * frame.size.half_m
    sorted_out: list[list[Polygon]] = [[], [], []]
    for cell in cells:
        place = cell.point_on_surface()
        sorted_out[2 if not north.contains(place) else 0 if place.x < border else 1].append(cell)
    return sorted_out


def _shared(frame: Frame, cells: Sequence[Polygon], count: int) -> list[list[Polygon]]:
    """Neighbouring cells in so many groups, smaller ones towards the middle of the city; each in one piece."""
    middles = np.array([(cell.centroid.x, cell.centroid.y) for cell in cells])
    areas = np.array([cell.area for cell in cells])
    weights = areas / (0.25 + np.hypot(*middles.T) / frame.size.half_m)
    seeds = [int(np.argmax(np.hypot(*middles.T)))]
    while len(seeds) < count:
        away = np.min([np.hypot(*(middles - middles[seed]).T) for seed in seeds], axis=0)
        seeds.append(int(np.argmax(away)))
    centres = middles[seeds]
    owners = _owners(middles, centres)
    for _turn in range(12):
        centres = np.array(
            [
                np.average(middles[owners == number], axis=0, weights=weights[owners == number])
                if (owners == number).any() else centres[number]
                for number in range(count)
            ]
        )  # fmt: skip
        owners = _owners(middles, centres)
    owners = _in_one_piece(cells, owners)
    groups = [[cell for cell, owner in zip(cells, owners, strict=True) if owner == number] for number in range(count)]
    return sorted((group for group in groups if group), key=lambda group: _joined(group).centroid.x)


def _owners(middles: Any, centres: Any) -> Any:
    return np.argmin(np.hypot(*(middles[:, None, :] - centres[None, :, :]).transpose(2, 0, 1)), axis=1)


def _in_one_piece(cells: Sequence[Polygon], owners: Any) -> Any:
    """Give what a group holds apart from its main piece to the neighbour with the longest common border."""
    owners = owners.copy()
    for _turn in range(3):
        for number in sorted(set(owners)):
            inside = [place for place, owner in enumerate(owners) if owner == number]
            parts = shapely.get_parts(_joined([cells[place] for place in inside]))
            main = max(parts, key=lambda part: part.area)
            for place in inside:
                if not main.intersects(cells[place].point_on_surface()):
                    owners[place] = _neighbour(cells, owners, place)
    return owners


def _neighbour(cells: Sequence[Polygon], owners: Any, place: int) -> int:
    borders: dict[int, float] = {}
    for other, owner in enumerate(owners):
        if owner != owners[place]:
            length = cells[place].intersection(cells[other]).length
            borders[int(owner)] = borders.get(int(owner), 0.0) + length
    best = max(borders, key=lambda owner: borders[owner], default=int(owners[place]))
    return best if borders.get(best, 0) > 0 else int(owners[place])


def _joined(cells: Sequence[Polygon]) -> Any:
    return shapely.union_all(list(cells))
