"""The page about predicted and recorded drive times: figures, how they came about, and what they cannot show."""

from collections import Counter
from collections.abc import Sequence

from dispatch.replay.drive_figures import Figures

PAGE = """\
# Drive times, predicted and recorded

Ranking sends the unit that the roads say arrives first. This page sets those times against times that a city recorded.
`ops/manage drive_times` writes it; run it on the records of your own city to get your own page.

Records: {records}, {rows:,} rows, each a unit that went to a call. Roads: {roads}.

{table}

Times in seconds, from setting out (response) to arrival on scene; "90 %" is the 90th percentile. "Difference" is
predicted less recorded, "apart" the same without its sign. Rank correlation is Spearman's: 1 where the predicted times
put the drives in the recorded order, 0 where they say nothing about it; beside it that of the straight line, 1.3 times
its length at 30 km/h. Where the two are alike, these records do not show that roads order drives better than the line.
"Pairs in order": of every two units that set out to the same call within a minute, how often the one predicted to be
quicker was.

## How a drive is found

Records do not say where a unit set out from. **A unit's start is its own last scene, when it arrived there less than
two hours before; else the row is left out.** Left out here:

| rows | why |
|---|---|
{left_out}

## What the figures cannot show

- **They are fire engines and ambulances, not patrol cars.** They drive with siren and blue light and are heavy; patrol
  cars drive otherwise. How fast these are is not to be had from them.
- **The start is a guess.** A unit that has been free for a while has driven on, mostly to its station, and one that
  brought somebody to a hospital starts there. The lower rows of the table leave such drives out.
- **Times are buttons.** Crews press "response" when they get in or when they roll, and "on scene" before or after they
  stop; on a short drive that is most of the time recorded.
- **Places are blurred** to the middle of a block or the next crossing.
- **Traffic is not known**, and the map is not that of the day: bridges and turning rules are missing.
- **It is no test of the choice.** Whether another unit would have been there first was never tried, and the rank
  correlation compares drives at different hours and places, where ranking compares candidates of one call.
"""
COLUMNS = (
    "drives",
    "count",
    "recorded median",
    "recorded 90 %",
    "predicted median",
    "predicted 90 %",
    "difference median",
    "apart 90 %",
    "rank correlation",
    "of the straight line",
    "pairs in order",
)


def drive_page(
    *, records: str, rows: int, roads: str, figures: Sequence[tuple[str, Figures]], left_out: Counter[str]
) -> str:
    """The whole page, in Markdown."""
    table = [COLUMNS, ["---"] * len(COLUMNS), *(cells_of(name, found) for name, found in figures)]
    return PAGE.format(
        records=records,
        rows=rows,
        roads=roads,
        table="\n".join(f"| {' | '.join(cells)} |" for cells in table),
        left_out="\n".join(f"| {count:,} | {why} |" for why, count in left_out.items()),
    )


def cells_of(name: str, found: Figures) -> list[str]:
    times = (
        found.recorded_median,
        found.recorded_p90,
        found.predicted_median,
        found.predicted_p90,
        found.difference_median,
        found.apart_p90,
    )
    orders = (f"{found.order:.2f}", f"{found.straight_order:.2f}")
    return [
        name,
        f"{found.count:,}",
        *(f"{seconds:.0f}" for seconds in times),
        *orders,
        f"{found.pairs_in_order} of {found.pairs}",
    ]
