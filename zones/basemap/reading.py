"""Reading an OpenStreetMap file for the map: one pass that hands on batches, so that memory stays bounded."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import osmium
from osmium.osm import NODE

from zones.basemap import kinds
from zones.basemap.orderly import Inventory, Say, Teller
from zones.basemap.sea import sea_of
from zones.basemap.shapes import Feature, Found, clean, features_of, names_of

BATCH = 5000
type Box = tuple[float, float, float, float]
NOWHERE: Box = (180.0, 90.0, -180.0, -90.0)


@dataclass(slots=True)
class MapFacts:
    """What was read: the box of the roads (west, south, east, north; WGS-84 degrees), and what was left out."""

    box: Box = NOWHERE
    left_out: int = 0
    coast: list[str] = field(default_factory=list)  # hexadecimal WKB


def read_features(source: Path, inventory: Inventory, facts: MapFacts, say: Say) -> Iterator[Feature]:
    """Everything of the file that shows on the map; `facts` fill while this is read.

    Raises:
        OSError, RuntimeError: the file is missing, truncated or broken.
    """
    reader = _Reader(inventory, facts)
    batch: list[Found] = []
    teller = Teller(say, f"of {inventory.objects:,} objects drawn")
    processor = osmium.FileProcessor(str(source)).with_areas(osmium.filter.KeyFilter(*kinds.AREA_KEYS, "place", "shop"))
    tagged = osmium.filter.EmptyTagFilter()
    tagged.enable_for(NODE)
    for thing in processor.with_filter(tagged):
        teller.tell()
        found = reader.read(thing)
        if found:
            batch += found
        if len(batch) >= BATCH:
            yield from features_of(batch)
            batch = []
    yield from features_of(batch)
    yield from features_of([Found(wkb, kinds.SEA, None, "", "") for wkb in sea_of(facts.coast, facts.box)])


def _number_of(tags: kinds.Tags) -> str:
    return clean(tags.get("addr:housenumber", ""))[:16]


class _Reader:
    def __init__(self, inventory: Inventory, facts: MapFacts) -> None:
        self._borders = inventory.borders
        self._facts = facts
        self._wkb = osmium.geom.WKBFactory()

    def read(self, thing: Any) -> list[Found]:
        """How a node, a way or an area shows; nothing if its shape is incomplete or its text broken."""
        try:
            if thing.is_node():
                return self._node(thing)
            if thing.is_way():
                return self._way(thing)
            return self._area(thing) if thing.is_area() else []
        except (RuntimeError, UnicodeDecodeError, osmium.InvalidLocationError):
            self._facts.left_out += 1
            return []

    def _node(self, node: Any) -> list[Found]:
        looks = kinds.point_looks(node.tags)
        name, english = names_of(node.tags)
        return [
            Found(
                wkb=self._wkb.create_point(node),
                look=look,
                label=None,
                name=_number_of(node.tags) if look == kinds.HOUSE_NUMBER else name,
                name_en=english,
            )
            for look in looks
        ]

    def _way(self, way: Any) -> list[Found]:
        look = kinds.line_look(way.tags)
        level = self._borders.get(way.id)
        border = kinds.boundary_look(level) if level and way.tags.get("maritime") != "yes" else None
        is_coast = way.tags.get("natural") == "coastline"
        if not (look or border or is_coast):
            return []
        wkb = self._wkb.create_linestring(way)
        if is_coast:
            self._facts.coast.append(wkb)
        if look and look.layer == "roads":
            self._widen(way.nodes)
        name, english = names_of(way.tags)
        found = [Found(wkb, look, None, name, english)] if look else []
        return found + ([Found(wkb, border, None, "", "")] if border else [])

    def _area(self, area: Any) -> list[Found]:
        look = kinds.area_look(area.tags)
        label = kinds.area_label_look(area.tags, look)
        if not (look or label):
            return []
        name, english = names_of(area.tags)
        wkb = self._wkb.create_multipolygon(area)
        found = [Found(wkb, look, label, name, english)]
        number = _number_of(area.tags) if look and look.layer == "buildings" else ""
        return found + ([Found(wkb, None, kinds.HOUSE_NUMBER, number, "")] if number and not label else [])

    def _widen(self, nodes: Any) -> None:
        """Take the ends and the middle of a road into the box: near enough, and quick."""
        for at in (0, len(nodes) // 2, -1):
            if nodes[at].location.valid():
                west, south, east, north = self._facts.box
                lon, lat = nodes[at].location.lon, nodes[at].location.lat
                self._facts.box = (min(west, lon), min(south, lat), max(east, lon), max(north, lat))
