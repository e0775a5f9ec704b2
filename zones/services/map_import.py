"""Taking a map into use: basemap and gazetteer change together, in one step, or not at all."""

from datetime import datetime
from pathlib import Path
from time import monotonic
from uuid import uuid4

import osmium
from django.db import transaction
from django.utils.translation import gettext as _

from patrol.errors import BadInput, Refused
from patrol.journal import audience_of, record
from patrol.models import Organization
from zones.basemap.orderly import Inventory, Say, look_through, orderly_file
from zones.basemap.reading import NOWHERE, MapFacts, read_features
from zones.basemap.storing import hold_import_lock, replace_features, settle
from zones.basemap.tiles import tile_version
from zones.gazetteer import build_places
from zones.models import MapImport

OSM_ATTRIBUTION = "© OpenStreetMap"
MADE_HERE = "patrol"  # what a file that was generated here, and holds nobody's data, says of its generator


class UnreadableMapFile(BadInput):
    """The file is missing, truncated, broken, or holds nothing to draw; the map in use is unchanged."""

    code = "unreadable_map"


class MapImportRunning(Refused):
    """Another import of a map has not ended."""

    code = "map_import_running"


def import_map(*, source: Path, at: datetime, say: Say) -> MapImport:
    """Replace the map and the gazetteer by those of an OpenStreetMap file (any format osmium reads).

    All in one transaction: until it ends everybody sees the old map, and a killed import leaves it as it was.
    Shapes that the file holds only in part are left out. `say` gets a line at every step, and every two seconds within.

    Raises:
        UnreadableMapFile: the file cannot be read, or holds nothing to draw.
        MapImportRunning: another import has not ended.
    """
    started = monotonic()
    try:
        say(f"Looking through {source.name} ...")
        found = look_through(source, say)
        say(f"  {found.objects:,} objects: {monotonic() - started:.1f} s")
        with orderly_file(source, found, say) as (file, inventory):
            live = _replace(source=source, file=file, inventory=inventory, at=at, say=say)
    except (OSError, RuntimeError, UnicodeDecodeError) as error:
        raise UnreadableMapFile(
            _("%(file)s cannot be read: %(reason)s. The map in use is unchanged.")
            % {"file": source.name, "reason": error}
        ) from error
    say(f"The map is live: {sum(live.counts.values()):,} features, {monotonic() - started:.1f} s")
    return live


@transaction.atomic
def _replace(*, source: Path, file: Path, inventory: Inventory, at: datetime, say: Say) -> MapImport:
    if not hold_import_lock():
        raise MapImportRunning(_("Another import of a map is running; wait until it has ended."))
    say("Drawing the map ...")
    facts = MapFacts()
    counts = replace_features(read_features(file, inventory, facts, say), say)
    if facts.left_out:
        say(f"  {facts.left_out:,} shapes that the file holds only in part were left out")
    if not counts:
        raise UnreadableMapFile(
            _("%(file)s holds nothing to draw. The map in use is unchanged.") % {"file": source.name}
        )
    build_places(source=file, say=say)
    live = MapImport.objects.create(
        file_name=source.name[-255:],
        imported_at=at,
        version=uuid4().hex[:16],
        box=list(facts.box if facts.box != NOWHERE else (-180.0, -85.0, 180.0, 85.0)),
        counts=counts,
        attribution=_attribution(source),
    )
    settle()
    _tell(live, at)
    return live


def _attribution(file: Path) -> str:
    generator = osmium.FileProcessor(str(file)).header.get("generator", "")
    return "" if generator.startswith(MADE_HERE) else OSM_ATTRIBUTION


def _tell(live: MapImport, at: datetime) -> None:
    """One fact for each tree of organizations: everybody looks at the map."""
    for root in Organization.objects.filter(parent=None).order_by("pk"):
        record(
            "map.imported",
            subject=("zones.mapimport", live.pk),
            audience=audience_of(root),
            by=None,
            at=at,
            map=live.pk,
            file=live.file_name,
            features=sum(live.counts.values()),
            version=tile_version(live.version),
            box=live.box,
        )
