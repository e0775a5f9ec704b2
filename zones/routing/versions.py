"""Road data on disk: a folder a version, and one link that says which is live.

roads/versions/<name>/manifest.json, car/, bicycle/, foot/     written once, never changed
roads/current -> versions/<name>                               switched in one step
roads/import.lock                                              held by the one import that runs
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from patrol.errors import Refused
from patrol.vocabulary import TravelMode
from zones.routing.base import LonLat

VERSIONS = "versions"
CURRENT = "current"
LOCK = "import.lock"
MANIFEST = "manifest.json"
UNFINISHED = ".unfinished"
DATA = "roads.osrm"


class ImportRunning(Refused):
    """Another import of roads has not ended yet."""

    code = "import_running"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was imported: box is west, south, east, north of the roads; counts are of roads alone.

    `anchors` holds, for each mode that has roads, a place on its largest connected part.
    """

    file_name: str
    imported_at: datetime
    box: tuple[float, float, float, float]
    nodes: int
    ways: int
    renumbered: int
    missing_nodes: int
    dropped_ways: int
    anchors: dict[TravelMode, LonLat]


def current_version(roads_dir: Path) -> str | None:
    """The name of the live version; None before the first import. Cheap enough to ask at every request."""
    try:
        return Path(os.readlink(roads_dir / CURRENT)).name
    except FileNotFoundError:
        return None


def version_folder(roads_dir: Path, version: str) -> Path:
    return roads_dir / VERSIONS / version


def data_path(folder: Path, mode: TravelMode) -> Path:
    """The base path of one mode's data, as the engine and its tools want it."""
    return folder / mode / DATA


def read_manifest(folder: Path) -> Manifest:
    """What a version holds.

    Raises:
        OSError, ValueError, KeyError, TypeError: the file is missing or broken.
    """
    fields: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    fields["imported_at"] = datetime.fromisoformat(fields["imported_at"])
    fields["box"] = tuple(fields["box"])
    fields["anchors"] = {TravelMode(mode): (lon, lat) for mode, (lon, lat) in fields["anchors"].items()}
    return Manifest(**fields)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    fields = asdict(manifest) | {"imported_at": manifest.imported_at.isoformat()}
    (folder / MANIFEST).write_text(json.dumps(fields, ensure_ascii=False, indent=1), encoding="utf-8")


@contextmanager
def one_import_at_a_time(roads_dir: Path) -> Iterator[None]:
    """Hold the import lock; it goes with the process, so a killed import never blocks the next.

    Raises:
        ImportRunning: another process holds it.
    """
    roads_dir.mkdir(parents=True, exist_ok=True)
    with (roads_dir / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ImportRunning(_("Another import of roads is running; wait until it has ended.")) from error
        yield


@contextmanager
def new_version(roads_dir: Path, version: str) -> Iterator[Path]:
    """A folder to fill. Leaving without an error makes it live in one step; an error removes it and changes nothing.

    Afterwards only this version and the one before are kept: a process that is about to open the one before still can,
    and what is already open stays readable after its files are gone.
    """
    versions = roads_dir / VERSIONS
    _remove_unfinished(versions)
    folder = versions / (version + UNFINISHED)
    folder.mkdir(parents=True)
    before = current_version(roads_dir)
    try:
        yield folder
        folder.rename(versions / version)
        _switch(roads_dir, version)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _remove_others(versions, keep={version, before})


def _switch(roads_dir: Path, version: str) -> None:
    link = roads_dir / (CURRENT + UNFINISHED)
    link.unlink(missing_ok=True)
    link.symlink_to(Path(VERSIONS) / version)
    link.replace(roads_dir / CURRENT)


def _remove_unfinished(versions: Path) -> None:
    for folder in versions.glob("*" + UNFINISHED):
        shutil.rmtree(folder, ignore_errors=True)


def _remove_others(versions: Path, *, keep: set[str | None]) -> None:
    for folder in versions.iterdir():
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)
