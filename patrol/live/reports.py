"""Reports of positions as one array, and as the bytes that PostgreSQL's binary COPY reads."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

Reports = npt.NDArray[np.void]

REPORT = np.dtype(
    [
        ("unit_id", "i8"),
        ("fixed_at", "i8"),
        ("received_at", "i8"),
        ("lon", "f8"),
        ("lat", "f8"),
        ("accuracy_m", "f4"),
        ("speed_mps", "f4"),
        ("heading_deg", "f4"),
        ("source", "i2"),
    ]
)
"""One report a row: times in microseconds since 1970 (UTC), degrees WGS-84, metres, metres a second, degrees from
north; NaN where unknown."""

COLUMNS = REPORT.names or ()
NULLABLE = ("accuracy_m", "speed_mps", "heading_deg")
TIMES = ("fixed_at", "received_at")
COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + b"\0" * 8
COPY_TAIL = b"\xff\xff"
POSTGRES_EPOCH = 946_684_800_000_000  # 2000-01-01 in microseconds since 1970


@dataclass(frozen=True)
class Report:
    """One position of a unit as a device told it. Degrees WGS-84, metres, metres a second, degrees from north."""

    unit_id: int
    fixed_at: datetime
    received_at: datetime
    lon: float
    lat: float
    accuracy_m: float | None
    speed_mps: float | None
    heading_deg: float | None
    source: int


def microseconds(at: datetime) -> int:
    """Microseconds since 1970 of an aware time."""
    return round(at.timestamp() * 1_000_000)


def as_time(value: int) -> datetime:
    """The aware UTC time of microseconds since 1970."""
    return datetime.fromtimestamp(value / 1_000_000, tz=UTC)


def as_array(reports: Sequence[Report] | Reports) -> Reports:
    """The reports as one array of `REPORT` rows."""
    if isinstance(reports, np.ndarray):
        return reports
    return np.array([tuple(_plain(value) for value in astuple(report)) for report in reports], dtype=REPORT)


def _plain(value: Any) -> float:
    if value is None:
        return float("nan")
    return microseconds(value) if isinstance(value, datetime) else value


def copy_rows(reports: Reports) -> bytes:
    """The reports as binary COPY of the columns `COLUMNS`; NaN becomes NULL.

    Rows that lack the same fields have the same width, so each such group is one array.
    """
    lacks = np.zeros(len(reports), dtype=np.uint8)
    for bit, name in enumerate(NULLABLE):
        lacks |= np.isnan(reports[name]).astype(np.uint8) << bit
    groups = (_packed(reports[lacks == pattern], int(pattern)) for pattern in np.unique(lacks))
    return b"".join([COPY_HEAD, *groups, COPY_TAIL])


def _packed(reports: Reports, pattern: int) -> bytes:
    absent = {name for bit, name in enumerate(NULLABLE) if pattern >> bit & 1}
    rows = np.empty(len(reports), dtype=np.dtype(list(_row_fields(absent))))
    rows["columns"] = len(COLUMNS)
    for name in COLUMNS:
        rows[f"{name}_length"] = -1 if name in absent else REPORT[name].itemsize
        if name not in absent:
            rows[name] = reports[name] - POSTGRES_EPOCH if name in TIMES else reports[name]
    return rows.tobytes()


def _row_fields(absent: set[str]) -> Iterable[tuple[str, str]]:
    yield "columns", ">i2"
    for name in COLUMNS:
        yield f"{name}_length", ">i4"
        if name not in absent:
            yield name, REPORT[name].newbyteorder(">").str
