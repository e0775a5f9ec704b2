"""A real day of a real city: 814 calls on its roads, 60 units over its police districts."""

import json
import os
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from pathlib import Path

import pytest

from dispatch import services
from dispatch.models import Recommendation
from dispatch.replay import Mapping, TypeRules, fleet_of, read_calls
from dispatch.selectors import recommend
from patrol.models import LiveFix
from patrol.vocabulary import Role, TravelMode
from zones.datum import Datum
from zones.models import ZoneVersion
from zones.routing import metres_to_main_roads
from zones.routing.build import import_roads
from zones.services import import_zones

from ..conftest import put

pytestmark = [pytest.mark.real_data, pytest.mark.slow]

BUSIEST_DAY = datetime(2019, 1, 7, tzinfo=UTC)
CALLS_OF_THE_DAY = 814
UNITS = 60
ON_THE_WAY_AND_AT_WORK = timedelta(minutes=25)
COLUMNS = "time=call_datetime,lon=lon,lat=lat,type=call_type,id=cad_id,place=address_block,disposition=disposition"
TYPES = TypeRules.parse(["traf*=traffic", "*theft*=theft", "*burglary*=burglary", "fight*=disturbance"], default="other")


@pytest.fixture(scope="session")
def real_data():
    if "PATROL_REAL_DATA" not in os.environ:
        pytest.skip("PATROL_REAL_DATA names no folder of real data")
    return Path(os.environ["PATROL_REAL_DATA"])


@pytest.fixture
def calls(real_data):
    """The calls of the busiest day of 2019, in order, as if the file's clock were UTC."""
    reading = read_calls(real_data / "san-francisco" / "police-calls.csv.gz", Mapping.parse(COLUMNS))
    day = BUSIEST_DAY.replace(tzinfo=None)
    return reading.between(day, day + timedelta(days=1))
