"""Writing the map into the database, inside the caller's transaction: whoever reads sees the old one until its end."""

from collections import Counter
from collections.abc import Iterable
from time import monotonic
from typing import Any, LiteralString

from django.db import connection

from zones.basemap.orderly import SAY_EVERY_S, Say
from zones.basemap.shapes import Feature

IMPORT_LOCK = 7_214_011
COLUMNS = "layer, kind, form, name, name_en, min_zoom, rank, geometry"
COPY: LiteralString = f"COPY zones_mapfeature ({COLUMNS}) FROM STDIN"


def hold_import_lock() -> bool:
    """Whether this transaction is now the one that imports a map."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [IMPORT_LOCK])
        return bool(cursor.fetchone()[0])


def replace_features(features: Iterable[Feature], say: Say) -> dict[str, int]:
    """Put the features in the place of all others, and return how many there are of each layer."""
    counts: Counter[str] = Counter()
    said_at = monotonic()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM zones_mapfeature")
        with copy_into(cursor, COPY) as copy:
            for feature in features:
                copy.write_row(feature.row)
                counts[feature.look.layer] += 1
                if monotonic() - said_at >= SAY_EVERY_S:
                    said_at = monotonic()
                    say(f"  {counts.total():,} features written")
    return dict(counts)


def copy_into(cursor: Any, statement: LiteralString) -> Any:
    """Psycopg's COPY, which Django's types do not know."""
    return cursor.copy(statement)


def settle() -> None:
    """Forget the drawn tiles of the old map, and tell the planner what the new one is like."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM zones_maptile")
        cursor.execute("ANALYZE zones_mapfeature")
