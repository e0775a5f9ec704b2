"""Chance that a seed decides."""

import random
from dataclasses import dataclass
from math import log


@dataclass(frozen=True, slots=True)
class Dice:
    """The same question gets the same dice, whatever else happened before: threads may ask in any order."""

    seed: int

    def of(self, *about: object) -> random.Random:
        """Dice for one decision, such as `of("crew", number, call_sign)`."""
        return random.Random(" ".join(map(str, (self.seed, *about))))  # noqa: S311  (not a secret)


def about(dice: random.Random, usual: float, *, spread: float = 0.5) -> float:
    """A duration as people take them: often a little less than usual, now and then far more; at most four times."""
    return min(4 * usual, dice.lognormvariate(log(usual), spread))
