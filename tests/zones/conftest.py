"""What tests of the ground share: the made-up city, and real maps where there are any."""

import os
from pathlib import Path

import pytest

from zones.demo_city import CityPlan, SizeName, plan


@pytest.fixture(scope="session")
def city() -> CityPlan:
    """The city of `make demo`. Drawing it takes seconds."""
    return plan(SizeName.CITY, 1)


@pytest.fixture(scope="session")
def real_data() -> Path:
    if "PATROL_REAL_DATA" not in os.environ:
        pytest.skip("PATROL_REAL_DATA names no folder of real data")
    return Path(os.environ["PATROL_REAL_DATA"])
