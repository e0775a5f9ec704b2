"""OpenStreetMap files as the geometry reader wants them: every id above zero, and in order.

Editors give ids below zero to what they have not uploaded, and some programs write things in any order. Such a file is
copied under new numbers first; all others are read as they are.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import osmium
from osmium.osm import NODE, RELATION, WAY, osm_entity_bits

SAY_EVERY_S = 2.0
LOOK_EVERY_OBJECTS = 20_000
KINDS = "nwr"  # the order of a file: nodes, ways, relations

type Say = Callable[[str], None]


@dataclass(slots=True)
class Inventory:
    """What a first look at a file found. `borders` gives each way on a border the most important level it borders."""

    objects: int = 0
    orderly: bool = True
    borders: dict[int, int] = field(default_factory=dict)


class Teller:
    """Says how many objects were read, every two seconds at most."""

    def __init__(self, say: Say, what: str) -> None:
        self._say, self._what = say, what
        self._said_at = monotonic()
        self.count = 0

    def tell(self) -> None:
        self.count += 1
        if self.count % LOOK_EVERY_OBJECTS == 0 and monotonic() - self._said_at >= SAY_EVERY_S:
            self._said_at = monotonic()
            self._say(f"  {self.count:,} {self._what}")


def look_through(source: Path, say: Say) -> Inventory:
    """Read the whole file once: is it whole, is it orderly, and which ways are borders.

    Raises:
        OSError, RuntimeError: it is missing, truncated, or no OpenStreetMap file.
    """
    found, teller = Inventory(), Teller(say, "objects looked through")
    last = (0, 0)
    for thing in _things(source):
        teller.tell()
        here = (KINDS.index(thing.type_str()), thing.id)
        found.orderly = found.orderly and thing.id > 0 and here > last
        last = here
        if thing.is_relation():
            _note_border(thing, found.borders)
    found.objects = teller.count
    return found


def _things(source: Path, kinds: osm_entity_bits = NODE | WAY | RELATION) -> Iterator[Any]:
    """What the file holds, of these kinds alone; which kind each is, only the file knows."""
    return iter(osmium.FileProcessor(str(source), kinds))


def _note_border(relation: Any, borders: dict[int, int]) -> None:
    level = relation.tags.get("admin_level", "")
    if relation.tags.get("boundary") != "administrative" or not level.isdecimal():
        return
    for member in relation.members:
        if member.type == "w":
            borders[member.ref] = min(int(level), borders.get(member.ref, int(level)))


@contextmanager
def orderly_file(source: Path, found: Inventory, say: Say) -> Iterator[tuple[Path, Inventory]]:
    """The file itself, or a copy of it under new numbers that is gone afterwards; and what is known of that."""
    if found.orderly:
        yield source, found
        return
    say("  ids below zero or out of order: reading a renumbered copy")
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "renumbered.osm.pbf"
        renumber(source, copy)
        yield copy, look_through(copy, say)


def renumber(source: Path, target: Path) -> None:
    """Copy a file, giving nodes, ways and relations new ids from 1 in the order they come; lost references go."""
    numbers: dict[str, dict[int, int]] = {kind: {} for kind in KINDS}
    with osmium.SimpleWriter(str(target), overwrite=True) as writer:
        for node in _things(source, NODE):
            writer.add_node(node.replace(id=_number(numbers["n"], node.id)))
        for way in _things(source, WAY):
            nodes = [numbers["n"][node.ref] for node in way.nodes if node.ref in numbers["n"]]
            writer.add_way(way.replace(id=_number(numbers["w"], way.id), nodes=nodes))
        for relation in _things(source, RELATION):
            members = [
                (member.type, numbers[member.type][member.ref], member.role)
                for member in relation.members
                if member.ref in numbers[member.type]
            ]
            writer.add_relation(relation.replace(id=_number(numbers["r"], relation.id), members=members))


def _number(given: dict[int, int], old: int) -> int:
    return given.setdefault(old, len(given) + 1)
