"""How well predicted drive times agree with recorded ones: in their size, and in the order that they give."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dispatch.replay.drives import TimedDrive, pairs

type Seconds = npt.NDArray[np.float64]

FEWEST = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one group of drives. Times in seconds; `order` is Spearman's rank correlation, from -1 to 1."""

    count: int
    recorded_median: float
    recorded_p90: float
    predicted_median: float
    predicted_p90: float
    difference_median: float  # predicted less recorded
    apart_p90: float  # however the two differ
    order: float
    straight_order: float  # of the straight line instead of the roads
    pairs: int  # of units that set out to one call together
    pairs_in_order: int  # of these, the one predicted to be quicker was


def figures_of(drives: Sequence[TimedDrive]) -> Figures:
    """
    Raises:
        ValueError: fewer than three drives, of which nothing can be said.
    """
    if len(drives) < FEWEST:
        raise ValueError("Fewer than three drives say nothing.")
    recorded = np.array([timed.drive.recorded for timed in drives])
    predicted = np.array([timed.predicted for timed in drives])
    straight = np.array([timed.straight for timed in drives])
    in_order = [
        (one.predicted < other.predicted) == (one.drive.recorded < other.drive.recorded) for one, other in pairs(drives)
    ]
    return Figures(
        count=len(drives),
        recorded_median=float(np.median(recorded)),
        recorded_p90=float(np.percentile(recorded, 90)),
        predicted_median=float(np.median(predicted)),
        predicted_p90=float(np.percentile(predicted, 90)),
        difference_median=float(np.median(predicted - recorded)),
        apart_p90=float(np.percentile(np.abs(predicted - recorded), 90)),
        order=rank_correlation(predicted, recorded),
        straight_order=rank_correlation(straight, recorded),
        pairs=len(in_order),
        pairs_in_order=sum(in_order),
    )


def rank_correlation(one: Seconds, other: Seconds) -> float:
    """Spearman's: the correlation of the ranks, equal values sharing theirs. 0 where either never varies."""
    ranks = mean_ranks(one), mean_ranks(other)
    if any(np.ptp(rank) == 0 for rank in ranks):
        return 0.0
    return float(np.corrcoef(*ranks)[0, 1])


def mean_ranks(values: Seconds) -> Seconds:
    _distinct, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse], dtype=np.float64)
