"""A crew long on scene in a core ring asks for support with one tap; the desk sends another unit. Phone and console."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from shapely.geometry import MultiPolygon, box

from dispatch import services
from dispatch.models import Incident
from patrol.deadlines import run_due
from patrol.models import Organization, Unit, User
from zones import services as ground
from zones.vocabulary import Ring

pytestmark = pytest.mark.journey

HERE = {"lon": -122.411, "lat": 37.771}


@pytest.fixture
def call(
    transactional_db: None,
    bureau: Organization,
    make_unit: Callable[..., Unit],
    make_person: Callable[..., User],
    dispatcher: User,
    officer: User,
    now: datetime,
) -> Incident:
    """A call in a core ring, with the officer's unit on scene for a quarter of an hour."""
    act = {"by": dispatcher, "at": now - timedelta(minutes=15)}
    area = MultiPolygon([box(-122.5, 37.7, -122.3, 37.8)])
    long_ago = {"by": dispatcher, "at": now - timedelta(days=1), "organization_id": bureau.pk}
    ground.create_zone(code="CORE", name="The square", ring=Ring.CORE.value, shape=area, **long_ago)
    mates = [make_person(officer.organization, sworn=False) for _number in range(2)]
    unit = make_unit("NEAR", HERE["lon"], HERE["lat"], crew=[officer, *mates])
    call = services.take_call(
        organization_id=bureau.pk, type_code="theft", place="Market 900, a bicycle", **HERE, **act
    )
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], **act)
    services.set_arrived(assignment_id=sent.pk, **act)
    return call


def test_a_crew_long_on_scene_asks_for_support_until_another_unit_is_sent(
    call: Incident,
    make_unit: Callable[..., Unit],
    open_page: Callable[..., Page],
    picture: Callable[[Page, str], None],
    dispatcher: User,
    now: datetime,
) -> None:
    console = open_page("dispatcher", 1366, 768)
    phone = open_page("officer", 390, 844, is_mobile=True, has_touch=True)
    expect(phone.get_by_role("heading", name="Theft")).to_be_visible()
    run_due(at=now)
    told = phone.locator("#told").get_by_role("listitem")
    expect(told).to_contain_text("You have been on scene for 15 min. Finish it, take it away, or ask for support.")
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)
        picture(phone, f"asked {scheme}")
    told.get_by_role("button", name="Ask for support").click()
    expect(told).to_have_count(0)

    alarms = console.get_by_role("button", name="Alarms")
    expect(alarms).to_contain_text("1")
    alarms.click()
    expect(console.get_by_text(f"NEAR asks for support at call {call}. Send another unit.")).to_be_visible()
    picture(console, "alarm")
    second = make_unit("SECOND", HERE["lon"], HERE["lat"])
    services.assign_units(incident_id=call.pk, unit_ids=[second.pk], by=dispatcher, at=now)
    expect(alarms).to_contain_text("0")
