"""What tests of the ground share: the made-up city."""

import pytest

from zones.demo_city import CityPlan, SizeName, plan


@pytest.fixture(scope="session")
def city() -> CityPlan:
    """The city of `make demo`. Drawing it takes seconds."""
    return plan(SizeName.CITY, 1)
