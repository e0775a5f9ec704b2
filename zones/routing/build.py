"""From an OpenStreetMap file to live road data in three modes. Either all of it becomes live, or nothing changes."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic

import numpy as np
import osrm
from django.utils.translation import gettext as _

from patrol.errors import BadInput, Refused
from patrol.vocabulary import TravelMode
from zones.routing.base import LonLat
from zones.routing.extract import RoadFacts, Say, write_roads
from zones.routing.osrm import OsrmEngine
from zones.routing.versions import Manifest, data_path, new_version, one_import_at_a_time, write_manifest

PACKAGE = Path(osrm.__file__).parent
NO_ROADS_FOR_THIS_MODE = "There are no edges remaining after parsing"
CLEANED = "roads.osm.pbf"
HEARTBEAT_SECONDS = 2.0


class UnreadableMap(BadInput):
    """The file is missing, truncated, broken or holds no roads; the roads in use are unchanged."""

    code = "unreadable_map"


class RoadBuildFailed(Refused):
    """A data tool failed, for instance on a full disk; the roads in use are unchanged."""

    code = "road_build_failed"


def import_roads(*, source: Path, roads_dir: Path, at: datetime, say: Say) -> Manifest:
    """Build road data for car, bicycle and foot from `source` and make it live in one step.

    A mode that the file has no roads for is left out and said so. `say` gets a line at every step, and every two
    seconds within one.

    Raises:
        UnreadableMap: the file cannot be read, or has no roads for any mode.
        RoadBuildFailed: a data tool failed.
        ImportRunning: another import has not ended.
    """
    try:
        with one_import_at_a_time(roads_dir), new_version(roads_dir, at.strftime("%Y%m%dT%H%M%S%f")) as folder:
            return _fill(folder, source, at, say)
    except (OSError, RuntimeError) as error:
        raise RoadBuildFailed(
            _("The roads could not be built: %(reason)s. The roads in use are unchanged.") % {"reason": error}
        ) from error


def _fill(folder: Path, source: Path, at: datetime, say: Say) -> Manifest:
    cleaned = folder / CLEANED
    facts = _clean(source, cleaned, say)
    anchors = {mode: anchor for mode in TravelMode if (anchor := _build_mode(mode, cleaned, folder, facts, say))}
    if not anchors:
        raise UnreadableMap(_("%(file)s holds no roads.") % {"file": source.name})
    cleaned.unlink()
    manifest = Manifest(
        file_name=source.name,
        imported_at=at,
        box=facts.box,
        nodes=facts.nodes,
        ways=facts.ways,
        renumbered=facts.renumbered,
        missing_nodes=facts.missing_nodes,
        dropped_ways=facts.dropped_ways,
        anchors=anchors,
    )
    write_manifest(folder, manifest)
    return manifest


def _clean(source: Path, target: Path, say: Say) -> RoadFacts:
    with _timed(f"Reading {source.name}", say):
        try:
            facts = write_roads(source, target, say=say)
        except (OSError, RuntimeError) as error:
            raise UnreadableMap(
                _("%(file)s cannot be read: %(reason)s. The roads in use are unchanged.")
                % {"file": source.name, "reason": error}
            ) from error
    say(f"  {facts.ways:,} road ways, {facts.nodes:,} nodes")
    if facts.renumbered:
        say(f"  {facts.renumbered:,} ids below zero or too large were renumbered")
    if facts.missing_nodes:
        say(f"  {facts.missing_nodes:,} references to nodes that the file does not hold were dropped")
    if facts.dropped_ways:
        say(f"  {facts.dropped_ways:,} ways with fewer than two known nodes were dropped")
    if not facts.ways:
        raise UnreadableMap(_("%(file)s holds no roads. The roads in use are unchanged.") % {"file": source.name})
    return facts


def _build_mode(mode: TravelMode, cleaned: Path, folder: Path, facts: RoadFacts, say: Say) -> LonLat | None:
    """Build one mode, open it as a proof, and return a place on its largest connected part; None without roads."""
    data = data_path(folder, mode)
    data.parent.mkdir()
    with _timed(f"Building roads for {mode}", say):
        profile = PACKAGE / "share" / "profiles" / f"{mode}.lua"
        failure = _run("osrm-extract", "-p", str(profile), "-o", str(data), str(cleaned), say=say)
        if failure and NO_ROADS_FOR_THIS_MODE in failure:
            say(f"  no roads for {mode} in this file: times for {mode} will be estimated by straight line")
            return None
        failure = failure or _run("osrm-partition", str(data), say=say) or _run("osrm-customize", str(data), say=say)
        if failure:
            raise RoadBuildFailed(
                _("The roads for %(mode)s could not be built: %(reason)s. The roads in use are unchanged.")
                % {"mode": mode, "reason": failure.splitlines()[-1]}
            )
        for file in data.parent.iterdir():
            file.chmod(0o644)  # the tools keep one file to the user who imports; the servers may run as another
        return _largest_part(OsrmEngine(mode, data), facts.sample)


def _run(tool: str, *arguments: str, say: Say) -> str | None:
    """Run one of the tools that come with the engine; what it wrote if it failed, else None."""
    started = monotonic()
    command = [str(PACKAGE / "bin" / tool), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        while True:
            try:
                output, _errors = process.communicate(timeout=HEARTBEAT_SECONDS)
                break
            except subprocess.TimeoutExpired:
                say(f"  {tool} at work, {monotonic() - started:.0f} s")
            except BaseException:
                process.kill()
                raise
    return (output.strip() or f"{tool} ended with {process.returncode}") if process.returncode else None


def _largest_part(engine: OsrmEngine, sample: list[LonLat]) -> LonLat:
    """The sampled place that most others reach and are reached from."""
    seconds = engine.table(sample, sample).seconds
    both_ways = np.isfinite(seconds) & np.isfinite(seconds.T)
    return sample[int(both_ways.sum(axis=1).argmax())]


@contextmanager
def _timed(step: str, say: Say) -> Iterator[None]:
    started = monotonic()
    say(f"{step} ...")
    yield
    say(f"{step}: done in {monotonic() - started:.1f} s")
