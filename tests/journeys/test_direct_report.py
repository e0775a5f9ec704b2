"""A crew reports a sensitive call by one press; a supervisor who sits at no desk sees it, opens it and acknowledges."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from dispatch import services
from patrol.models import Organization, Unit, User
from patrol.vocabulary import Role

pytestmark = pytest.mark.journey

PLACE = "Market 900"


def test_one_press_on_the_phone_reaches_the_desk_and_the_leaders(
    dispatcher: User,
    officer: User,
    bureau: Organization,
    make_person: Callable[..., User],
    make_unit: Callable[..., Unit],
    open_page: Callable[..., Page],
    picture: Callable[[Page, str], None],
    now: datetime,
) -> None:
    make_person(bureau, Role.SUPERVISOR, username="supervisor")
    mates = [make_person(officer.organization, sworn=False) for _number in range(2)]
    unit = make_unit("NEAR", -122.41, 37.77, crew=[officer, *mates])
    call = services.take_call(
        organization_id=bureau.pk, type_code="robbery", lon=-122.411, lat=37.771, place=PLACE, by=dispatcher, at=now
    )
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    services.set_arrived(assignment_id=sent.pk, by=officer, at=now)
    console, phone = open_page("dispatcher", 1366, 768), open_page("officer", 390, 844, is_mobile=True, has_touch=True)
    console.get_by_role("region", name="Calls").get_by_text(PLACE).click()
    card = console.get_by_role("article")
    expect(card.get_by_role("button", name="Direct report")).to_be_enabled()
    picture(phone, "before")

    phone.get_by_role("button", name="Direct report").click()
    expect(phone.get_by_role("button", name="Reported directly to 2")).to_be_disabled()
    picture(phone, "reported")
    expect(card.get_by_role("button", name="Reported directly to 2")).to_be_disabled()
    expect(card.get_by_text("Not acknowledged yet: Test BUREAU, Test supervisor")).to_be_visible()
    picture(console, "waiting for answers")

    leader = open_page("supervisor", 1366, 768)
    leader.get_by_role("main").get_by_role("link", name="Console").click()
    told = leader.get_by_role("region", name="Told to this desk")
    expect(told).to_be_visible()
    picture(leader, "told to a leader")
    told.get_by_role("button", name=f"Direct report by Test officer: {call} · Robbery · {PLACE}").click()
    expect(leader.get_by_role("article").get_by_role("heading", name="Robbery")).to_be_visible()
    told.get_by_role("button", name="Acknowledge").click()
    expect(told).to_be_hidden()
    expect(card.get_by_text("Acknowledged: Test supervisor")).to_be_visible()
    card.get_by_text("Acknowledged: Test supervisor").scroll_into_view_if_needed()
    picture(console, "one has answered")
