"""Rows of the benchmark: the table, the file, and whether every bar is met."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One figure against its baseline.

    Args:
        name: starts with the row's label: `R1 recommendation, whole HTTP request, p95`.
        ours, baseline: in `unit`; each the median of the rounds.
        ratio: what the bar is about; the median of the rounds' own ratios.
        at_least: the bar is a least ratio, otherwise a greatest one.
        faults: what the correctness check of the same run found; any fault fails the row.
    """

    name: str
    ours: float
    baseline: float
    ratio: float
    bar: float
    unit: str
    rounds: int
    at_least: bool = False
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        met = self.ratio >= self.bar if self.at_least else self.ratio <= self.bar
        return met and not self.faults

    def as_dict(self) -> dict[str, object]:
        """As it stands in `results.json`."""
        return asdict(self) | {"holds": self.holds}


def exit_code(rows: Sequence[Row]) -> int:
    """0 when there are rows and all of them hold."""
    return 0 if rows and all(row.holds for row in rows) else 1


def write_results(rows: Sequence[Row], path: Path) -> None:
    path.write_text(json.dumps([row.as_dict() for row in rows], indent=1) + "\n", encoding="utf-8")


def table(rows: Sequence[Row]) -> str:
    """The rows as text; notes and faults below the row they belong to."""
    width = max((len(row.name) for row in rows), default=0)
    lines = [f"{'':{width}}  {'ours':>10}  {'baseline':>10}  {'unit':4}  {'ratio':>8}  {'bar':>9}"]
    for row in rows:
        bar = f"{'>=' if row.at_least else '<='} {row.bar:g}"
        verdict = "holds" if row.holds else "FALLS SHORT"
        lines.append(
            f"{row.name:{width}}  {row.ours:10.2f}  {row.baseline:10.2f}  {row.unit:4}  {row.ratio:8.3f}  {bar:>9}"
            f"  {verdict}"
        )
        lines += [f"    WRONG: {fault}" for fault in row.faults]
        lines += [f"    {note}" for note in row.notes]
    return "\n".join(lines)
