"""Positions come in: the newest of each unit into `LiveFix`, all of a shift into `Fix`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

import numpy as np
import numpy.typing as npt
from django.db import connection, transaction
from psycopg.errors import UniqueViolation

from patrol.live.reports import REPORT, Report, Reports, as_array, as_time, copy_rows
from patrol.models import LiveFix

SILENT_AFTER_S = 30  # a worse source speaks when the better one has been silent for longer
YIELD_AFTER_MS = 200  # below PostgreSQL's deadlock_timeout: a flush gives way, a dispatch never does
NEVER = np.iinfo(np.int64).max

Mask = npt.NDArray[np.bool_]
Times = npt.NDArray[np.int64]

SHIFTS: LiteralString = """
SELECT unit_id, (extract(epoch FROM starts_at) * 1000000)::bigint, (extract(epoch FROM ends_at) * 1000000)::bigint
FROM patrol_shift
WHERE unit_id = ANY(%s) AND starts_at <= %s AND (ends_at IS NULL OR ends_at > %s)
"""

COPY_FIX: LiteralString = """
COPY {} (unit_id, fixed_at, received_at, lon, lat, accuracy_m, speed_mps, heading_deg, source)
FROM STDIN (FORMAT BINARY)
"""

NEWER_AND_NOT_WORSE: LiteralString = """
ON CONFLICT (unit_id) DO UPDATE SET
    point = excluded.point, fixed_at = excluded.fixed_at, received_at = excluded.received_at,
    accuracy_m = excluded.accuracy_m, speed_mps = excluded.speed_mps, heading_deg = excluded.heading_deg,
    source = excluded.source
WHERE excluded.fixed_at > live.fixed_at
    AND (excluded.source <= live.source OR excluded.fixed_at > live.fixed_at + make_interval(secs => %s))
"""

# Known units are updated first: an INSERT would ask for each of them again whether it is dispatchable.
MOVE: LiteralString = (
    """
WITH report AS MATERIALIZED (
    SELECT unit_id, ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography AS point,
        to_timestamp(fixed_at / 1000000.0) AS fixed_at, to_timestamp(received_at / 1000000.0) AS received_at,
        nullif(accuracy_m, 'NaN') AS accuracy_m, nullif(speed_mps, 'NaN') AS speed_mps,
        nullif(heading_deg, 'NaN') AS heading_deg, source
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::float8[], %s::float8[],
                %s::float8[], %s::float8[], %s::float8[], %s::smallint[])
        AS report (unit_id, fixed_at, received_at, lon, lat, accuracy_m, speed_mps, heading_deg, source)
    ORDER BY unit_id
), moved AS (
    UPDATE patrol_livefix AS live SET
        point = report.point, fixed_at = report.fixed_at, received_at = report.received_at,
        accuracy_m = report.accuracy_m, speed_mps = report.speed_mps, heading_deg = report.heading_deg,
        source = report.source
    FROM report
    WHERE live.unit_id = report.unit_id AND report.fixed_at > live.fixed_at
        AND (report.source <= live.source OR report.fixed_at > live.fixed_at + make_interval(secs => %s))
)
INSERT INTO patrol_livefix AS live
    (unit_id, point, fixed_at, received_at, accuracy_m, speed_mps, heading_deg, source)
SELECT unit_id, point, fixed_at, received_at, accuracy_m, speed_mps, heading_deg, source
FROM report
WHERE NOT EXISTS (SELECT FROM patrol_livefix known WHERE known.unit_id = report.unit_id)
"""  # noqa: S608  (constants only)
    + NEWER_AND_NOT_WORSE
)

REFILL: LiteralString = (
    """
INSERT INTO patrol_livefix AS live
    (unit_id, point, fixed_at, received_at, accuracy_m, speed_mps, heading_deg, source)
SELECT shift.unit_id, ST_SetSRID(ST_MakePoint(fix.lon, fix.lat), 4326)::geography, fix.fixed_at, fix.received_at,
    fix.accuracy_m, fix.speed_mps, fix.heading_deg, fix.source
FROM patrol_shift shift
CROSS JOIN LATERAL (
    SELECT max(fixed_at) AS fixed_at FROM patrol_fix
    WHERE unit_id = shift.unit_id AND fixed_at >= shift.starts_at
) newest
CROSS JOIN LATERAL (
    SELECT * FROM patrol_fix
    WHERE unit_id = shift.unit_id AND fixed_at >= shift.starts_at
        AND fixed_at >= newest.fixed_at - make_interval(secs => %s)
    ORDER BY source, fixed_at DESC LIMIT 1
) fix
WHERE shift.ends_at IS NULL
ORDER BY shift.unit_id
"""  # noqa: S608  (constants only)
    + NEWER_AND_NOT_WORSE
)

TIDY: LiteralString = """
DELETE FROM patrol_livefix live
WHERE NOT EXISTS (SELECT FROM patrol_shift shift WHERE shift.unit_id = live.unit_id AND shift.ends_at IS NULL);
UPDATE patrol_livefix SET dispatchable = NOT dispatchable
WHERE dispatchable IS DISTINCT FROM patrol_unit_dispatchable(unit_id);
"""


@dataclass(frozen=True)
class StoredCount:
    """What became of each report: `kept[i]` tells whether report i lies inside a shift of its unit, and is stored."""

    kept: Mask

    @property
    def stored(self) -> int:
        return int(self.kept.sum())

    @property
    def off_duty(self) -> int:
        return len(self.kept) - self.stored


@transaction.atomic
def store(reports: Sequence[Report] | Reports) -> StoredCount:
    """Keep the reports that lie inside a shift of their unit (F33: on duty only), in the caller's transaction.

    A report that is already stored is stored: repeats are harmless. An older report never moves a unit back, and a
    worse source moves it only when the better one has been silent for more than 30 s.

    Args:
        reports: `Report`s or an array of `REPORT` rows, in any order.

    Raises:
        OperationalError: the database is away, or a dispatch holds one of the units for longer than 200 ms; nothing
            is stored, send again.
    """
    rows = as_array(reports)
    if not len(rows):
        return StoredCount(kept=np.zeros(0, dtype=bool))
    kept, on_duty = _inside_shifts(rows)
    if kept.any():
        _keep_track(rows[kept])
    if on_duty.any():
        _move(_newest(rows[on_duty]))
    return StoredCount(kept=kept)


def _inside_shifts(rows: Reports) -> tuple[Mask, Mask]:
    """Which rows lie inside any shift of their unit, and which inside one that is still open."""
    units, which = np.unique(rows["unit_id"], return_inverse=True)
    times = rows["fixed_at"]
    with connection.cursor() as cursor:
        cursor.execute(SHIFTS, [units.tolist(), as_time(times.max()), as_time(times.min())])
        shifts = cursor.fetchall()
    kept, on_duty = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    for starts, ends in _layers(units, shifts):
        inside = (times >= starts[which]) & (times < ends[which])
        kept |= inside
        on_duty |= inside & (ends[which] == NEVER)
    return kept, on_duty


def _layers(units: Times, shifts: list[tuple[int, int, int | None]]) -> list[tuple[Times, Times]]:
    """The shifts as (starts, ends) along `units`: one layer holds at most one shift of each unit."""
    layers: list[tuple[Times, Times]] = []
    seen: dict[int, int] = {}
    place = {unit: number for number, unit in enumerate(units.tolist())}
    for unit, starts_at, ends_at in shifts:
        layer = seen[unit] = seen.get(unit, -1) + 1
        if layer == len(layers):
            layers.append((np.full(len(units), NEVER), np.zeros(len(units), dtype=np.int64)))
        starts, ends = layers[layer]
        starts[place[unit]], ends[place[unit]] = starts_at, NEVER if ends_at is None else ends_at
    return layers


def _newest(rows: Reports) -> Reports:
    """The one report of each unit that says where it is: the best source that was not silent at the end."""
    units, which = np.unique(rows["unit_id"], return_inverse=True)
    last = np.zeros(len(units), dtype=np.int64)
    np.maximum.at(last, which, rows["fixed_at"])
    recent = rows[rows["fixed_at"] >= last[which] - SILENT_AFTER_S * 1_000_000]
    ordered = recent[np.lexsort((-recent["fixed_at"], recent["source"], recent["unit_id"]))]
    return ordered[np.unique(ordered["unit_id"], return_index=True)[1]]


def _keep_track(rows: Reports) -> None:
    """Append to the track; where some of the rows are already there, add the others."""
    packed = copy_rows(rows)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            _copy(cursor, "patrol_fix", packed)
    except UniqueViolation:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE repeated_fix (LIKE patrol_fix) ON COMMIT DROP")
            _copy(cursor, "repeated_fix", packed)
            cursor.execute("INSERT INTO patrol_fix SELECT * FROM repeated_fix ON CONFLICT DO NOTHING")
            cursor.execute("DROP TABLE repeated_fix")


def _copy(cursor, table: LiteralString, packed: bytes) -> None:  # type: ignore[no-untyped-def]  # Django's cursor has no public type
    with cursor.copy(COPY_FIX.format(table)) as copy:
        copy.write(packed)


def _move(rows: Reports) -> None:
    columns = [array_literal(rows[name]) for name in REPORT.names or ()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{YIELD_AFTER_MS}ms"])
        cursor.execute(MOVE, [*columns, SILENT_AFTER_S, SILENT_AFTER_S])
        cursor.execute("SELECT set_config('lock_timeout', '0', true)")


def array_literal(values: npt.NDArray[np.generic]) -> str:
    """The values as PostgreSQL writes an array: one string, where the driver would quote each number."""
    return f"{{{','.join(map(repr, values.tolist()))}}}"


def forget(unit_id: int) -> None:
    """The unit is off duty: its position is nobody's business any more."""
    LiveFix.objects.filter(unit_id=unit_id).delete()


@transaction.atomic
def refill() -> int:
    """Bring `LiveFix` back from the tracks of the open shifts, as after a database crash. Returns rows written."""
    with connection.cursor() as cursor:
        cursor.execute(REFILL, [SILENT_AFTER_S, SILENT_AFTER_S])
        return int(cursor.rowcount)


@transaction.atomic
def tidy() -> None:
    """Forget units that signed off while a report of theirs was being stored, and mend `dispatchable`."""
    with connection.cursor() as cursor:
        cursor.execute(TIDY)


def vacuum() -> None:
    """Drop the dead versions that moving units leave: thousands a second, more than autovacuum's minute can bear.

    Outside a transaction only.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM patrol_livefix")
