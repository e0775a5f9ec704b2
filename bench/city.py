"""The city that the benchmarks run in: the largest made-up one, about 250,000 road nodes, the same every time."""

import random
from pathlib import Path

from zones.demo_city import CENTRE, SIZES, SizeName, plan, write_city
from zones.demo_city.frame import LAT_DEGREE_M, LON_DEGREE_M

SEED = 1
FILE_NAME = "made-up-city-2.osm.pbf"
INSIDE = 0.8  # of half a side: well inside the last street, however the city is bent


def make_city(path: Path) -> None:
    """Write the city to `path`, unless it is there."""
    if not path.exists():
        write_city(plan(SizeName.LARGE, SEED), path)


def random_place(chance: random.Random) -> tuple[float, float]:
    """Anywhere in the city, in degrees of longitude and latitude."""
    half = INSIDE * SIZES[SizeName.LARGE].half_m
    east, north = chance.uniform(-half, half), chance.uniform(-half, half)
    return CENTRE[0] + east / LON_DEGREE_M, CENTRE[1] + north / LAT_DEGREE_M
