"""Real districts in two datums: the same ground once converted."""

import os
from datetime import datetime
from pathlib import Path

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from patrol.models import Organization, User
from zones.datum import Datum
from zones.ground_file import FileFormat, Reading, area_rows, read_file
from zones.models import Zone
from zones.selectors import ground_at
from zones.services import import_zones

pytestmark = pytest.mark.real_data


@pytest.fixture
def data() -> Path:
    folder = os.environ.get("PATROL_REAL_DATA")
    if not folder:
        pytest.skip("PATROL_REAL_DATA is not set: the real data are not here")
    return Path(folder)


def districts(path: Path, datum: Datum) -> dict[str, BaseGeometry]:
    file = read_file(path.read_bytes(), FileFormat.GEOJSON, datum)
    shapes, faults = area_rows(file, Reading(datum, code_field="adcode", name_field="name"))
    assert faults == []
    return {shape.name: shape.shape for shape in shapes}


def overlap(one: BaseGeometry, other: BaseGeometry) -> float:
    """Intersection over union."""
    return float(shapely.area(one & other) / shapely.area(one | other))


def test_converted_gcj02_districts_lie_on_the_wgs84_ones(data: Path) -> None:
    truth = districts(data / "jinan" / "districts-wgs84.geojson", Datum.WGS84)
    converted = districts(data / "jinan" / "districts-gcj02.geojson", Datum.GCJ02)
    taken_as_they_are = districts(data / "jinan" / "districts-gcj02.geojson", Datum.WGS84)

    assert len(truth) == 12
    assert set(converted) == set(truth)
    for name, shape in truth.items():
        right, wrong = overlap(shape, converted[name]), overlap(shape, taken_as_they_are[name])
        assert right > 0.92, name
        assert right > wrong, name


@pytest.mark.django_db
def test_districts_with_broken_rings_are_refused_by_name_and_mended_on_request(
    data: Path, bureau: Organization, dispatcher: User, now: datetime
) -> None:
    facts = {
        "content": (data / "portland" / "police-districts.geojson").read_bytes(),
        "datum": Datum.WGS84,
        "code_field": "DISTRICT",
        "name_field": "DISTRICT",
        "organization_id": bureau.pk,
        "by": dispatcher,
        "at": now,
    }
    refused = import_zones(**facts, mend=False)
    assert sorted(fault.code for fault in refused.faults) == ["800", "860"]
    assert not Zone.objects.exists()

    done = import_zones(**facts, mend=True)
    assert (done.kept, sorted(done.mended), Zone.objects.count()) == (True, ["800", "860"], 60)


@pytest.mark.django_db
def test_a_street_corner_of_the_real_city_lies_in_its_district(
    data: Path, bureau: Organization, dispatcher: User, now: datetime
) -> None:
    done = import_zones(
        content=(data / "san-francisco" / "police-districts.geojson").read_bytes(),
        datum=Datum.WGS84,
        code_field="company",
        name_field="district",
        mend=False,
        organization_id=bureau.pk,
        by=dispatcher,
        at=now,
    )
    assert (done.kept, Zone.objects.count()) == (True, 10)
    mission = ground_at(-122.4194, 37.7599).zone_version
    assert mission is not None
    assert mission.zone.name == "MISSION"
