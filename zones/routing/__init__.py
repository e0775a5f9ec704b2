"""Travel times over the imported roads, by straight line where there are none.

`road_engine(mode)` is cheap to call at every request: the data is opened once a process, and a new import is noticed
at the next call. It always returns an engine that answers.
"""

import functools
import logging
import threading
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import numpy as np
from django.conf import settings

from patrol.vocabulary import TravelMode
from zones.routing.base import LonLat, RoadEngine
from zones.routing.fallback import WithFallback
from zones.routing.osrm import OsrmEngine
from zones.routing.straight_line import StraightLine
from zones.routing.versions import Manifest, current_version, data_path, read_manifest, version_folder

RETRY_SECONDS = 30.0

logger = logging.getLogger(__name__)


def road_engine(mode: TravelMode) -> RoadEngine:
    """The engine to ask for ways of one mode now: roads where imported, else straight line (estimated)."""
    return _roads().engine(mode)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What roads are loaded; `imported` is None where there are none."""

    imported: Manifest | None

    def covers(self, place: LonLat) -> bool:
        """Whether the place lies in the box of the imported roads."""
        if self.imported is None:
            return False
        west, south, east, north = self.imported.box
        lon, lat = place
        return west <= lon <= east and south <= lat <= north


def coverage() -> Coverage:
    """Which area the roads cover, to say "outside the imported area" of a place."""
    return Coverage(_roads().loaded().manifest)


def metres_to_main_roads(place: LonLat, mode: TravelMode) -> float | None:
    """How far a place lies from the largest connected part of the roads of a mode.

    None where the place belongs to another part (an island with roads of its own), or without roads.
    """
    loaded = _roads().loaded()
    anchor = loaded.manifest.anchors.get(mode) if loaded.manifest else None
    if anchor is None:
        return None
    table = loaded.engines[mode].table([place, anchor], [place, anchor])
    connected = not table.estimated and np.isfinite(table.seconds).all()
    return float(table.origin_off_road_metres[0]) if connected else None


def _roads() -> "Roads":
    return _roads_in(settings.ROADS_DIR)


@functools.cache
def _roads_in(folder: Path) -> "Roads":
    return Roads(folder)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """One version in memory. `retry_at` is set where a mode failed to open, in monotonic seconds."""

    version: str | None = None
    manifest: Manifest | None = None
    engines: dict[TravelMode, RoadEngine] = field(default_factory=dict)
    retry_at: float | None = None

    def is_good_for(self, version: str | None) -> bool:
        return self.version == version and (self.retry_at is None or monotonic() < self.retry_at)


class Roads:
    """The roads of one folder in this process; follows the folder when a new version becomes live."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded = _Loaded()
        self._lock = threading.Lock()
        self._straight_lines = {mode: StraightLine(mode) for mode in TravelMode}

    def engine(self, mode: TravelMode) -> RoadEngine:
        return self.loaded().engines.get(mode) or self._straight_lines[mode]

    def loaded(self) -> _Loaded:
        """The live version; opened now if it changed, or if opening it failed some time ago."""
        if self._loaded.is_good_for(current_version(self._folder)):
            return self._loaded
        with self._lock:
            version = current_version(self._folder)
            if not self._loaded.is_good_for(version):
                self._loaded = self._load(version)
            return self._loaded

    def _load(self, version: str | None) -> _Loaded:
        if version is None:
            return _Loaded()
        folder = version_folder(self._folder, version)
        try:
            manifest = read_manifest(folder)
            engines = {mode: WithFallback(OsrmEngine(mode, data_path(folder, mode))) for mode in manifest.anchors}
        except (OSError, ValueError, KeyError, TypeError, RuntimeError):
            logger.exception("Road data %s cannot be opened; the roads opened before stay in use.", version)
            before = self._loaded
            return _Loaded(version, before.manifest, before.engines, retry_at=monotonic() + RETRY_SECONDS)
        logger.info("Road data %s opened for %s.", version, ", ".join(engines))
        return _Loaded(version, manifest, dict(engines))
