"""The console draws the way of each unit that goes to a call, with the minutes left, until it is there."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from dispatch import services
from patrol.models import Organization, Unit, User
from patrol.services import acknowledge_order

pytestmark = pytest.mark.journey


def test_a_unit_on_its_way_shows_the_minutes_left_until_it_arrives(
    bureau: Organization,
    dispatcher: User,
    now: datetime,
    make_unit: Callable[..., Unit],
    open_page: Callable[..., Page],
    picture: Callable[[Page, str], None],
) -> None:
    unit = make_unit("A1", -122.42, 37.775)
    call = services.take_call(
        organization_id=bureau.pk, type_code="theft", lon=-122.40, lat=37.771, place="Market 900", by=dispatcher,
        at=now - timedelta(minutes=1),
    )  # fmt: skip
    console = open_page("dispatcher", 1920, 1080)
    expect(console.get_by_role("region", name="Calls").get_by_text("Market 900")).to_be_visible()
    expect(console.locator(".way")).to_have_count(0)

    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    acknowledge_order(order_id=sent.order_id, by=dispatcher, at=now)
    left = console.locator(".way-left")
    expect(left).to_contain_text("about")
    expect(left.locator("span")).to_have_attribute("title", "A1: about 5 min to its call")
    expect(console.locator(".way.way-estimated")).to_have_count(1)
    expect(console.locator(".way-strong")).to_have_count(0)
    console.get_by_role("region", name="Calls").get_by_text("Market 900").click()
    expect(console.locator(".way-strong")).to_have_count(1)
    picture(console, "a way and its minutes")

    services.set_arrived(assignment_id=sent.pk, by=dispatcher, at=now + timedelta(seconds=1))
    expect(console.locator(".way")).to_have_count(0)
    expect(left).to_have_count(0)
