"""Where units are: the only door to `LiveFix` and `Fix`. Raw SQL lives here and nowhere else."""

from patrol.live.near import (
    LivePosition,
    NearUnit,
    fixes_of,
    live_positions,
    nearest_units,
    passed_over_units,
    with_fix_time,
)
from patrol.live.partitions import prepare_partitions
from patrol.live.reports import REPORT, Report, as_array
from patrol.live.storing import StoredCount, forget, refill, store, tidy, vacuum

__all__ = [
    "REPORT",
    "LivePosition",
    "NearUnit",
    "Report",
    "StoredCount",
    "as_array",
    "fixes_of",
    "forget",
    "live_positions",
    "nearest_units",
    "passed_over_units",
    "prepare_partitions",
    "refill",
    "store",
    "tidy",
    "vacuum",
    "with_fix_time",
]
