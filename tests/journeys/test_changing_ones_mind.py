"""An operator changes her mind: a unit is pulled away, a place was wrong, a crew speaks by radio. Phone and console."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from dispatch import services
from dispatch.models import Assignment, Incident
from patrol.models import Organization, Unit, User

pytestmark = pytest.mark.journey

HERE = {"longitude": -122.4100, "latitude": 37.7700}

type Take = Callable[..., Incident]
type Picture = Callable[[Page, str], None]


@pytest.fixture
def take(transactional_db: None, bureau: Organization, dispatcher: User, now: datetime) -> Take:
    """`take("Place")`: a call taken a minute ago; takes any argument of the service."""

    def take_call(place: str, *, kind: str = "theft", lon: float = -122.411, lat: float = 37.771) -> Incident:
        ago = now - timedelta(minutes=1)
        act = {"organization_id": bureau.pk, "type_code": kind, "by": dispatcher, "at": ago}
        return services.take_call(lon=lon, lat=lat, place=place, **act)

    return take_call


@pytest.fixture
def unit(make_unit: Callable[..., Unit], officer: User, make_person: Callable[..., User]) -> Unit:
    mates = [make_person(officer.organization, sworn=False) for _number in range(2)]
    return make_unit("NEAR", HERE["longitude"], HERE["latitude"], crew=[officer, *mates])


@pytest.fixture
def on_its_way(take: Take, unit: Unit, dispatcher: User, now: datetime) -> Incident:
    """A theft that the officer's unit was just sent to."""
    call = take("Market 900, a bicycle")
    services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    return call


@pytest.fixture
def console(dispatcher: User, open_page: Callable[..., Page]) -> Page:
    return open_page("dispatcher", 1366, 768)


@pytest.fixture
def phone(unit: Unit, open_page: Callable[..., Page]) -> Page:
    return open_page("officer", 390, 844, is_mobile=True, has_touch=True)


def open_call(console: Page, place: str) -> Locator:
    """The card of the call at this place."""
    console.get_by_role("region", name="Calls").get_by_text(place).click()
    card = console.get_by_role("article")
    expect(card.locator(".card-place")).to_contain_text(place)
    expect(card.locator(".skeleton").locator("visible=true")).to_have_count(0)  # nothing moves any more
    return card


def press(phone: Page, *steps: str) -> None:
    """Take steps of the order on the phone."""
    for step in steps:
        phone.locator("#chain").get_by_role("button", name=step).click()


def test_a_unit_is_pulled_to_an_urgent_call_and_the_first_call_is_back_on_top(
    on_its_way: Incident, take: Take, console: Page, phone: Page, picture: Picture
) -> None:
    take("Mission 12, a knife", kind="robbery")
    expect(phone.get_by_text("Market 900, a bicycle")).to_be_visible()
    press(phone, "Acknowledge")

    card = open_call(console, "Mission 12, a knife")
    card.get_by_text("Use a unit that is busy").click()
    card.get_by_label("Busy unit").select_option(label=None, index=1)
    card.get_by_role("button", name="Pre-empt").click()
    expect(card.get_by_text("Say why the unit is pulled away.")).to_be_visible()
    card.get_by_label("Why it is pulled away").fill("A knife, people near")
    picture(console, "before")
    card.get_by_role("button", name="Pre-empt").click()

    expect(card.get_by_role("heading", name="Units sent")).to_be_visible()
    first = console.get_by_role("region", name="Calls").get_by_role("listitem").first
    expect(first).to_contain_text("Market 900, a bicycle")
    expect(first).to_contain_text("Given back")
    expect(console.get_by_role("button", name="Alarms")).to_contain_text("1")
    picture(console, "given back")

    expect(phone.get_by_text("Mission 12, a knife")).to_be_visible()
    told = phone.locator("#told").get_by_role("listitem")
    expect(told).to_contain_text("A knife, people near")
    picture(phone, "pulled phone")
    told.get_by_role("button", name="Acknowledge").click()
    expect(told).to_have_count(0)
    press(phone, "Acknowledge", "En route")
    expect(card.locator(".step[data-done]").filter(has_text="En route")).to_be_visible()


def test_a_corrected_place_is_acknowledged_on_the_phone_and_keeps_the_old_one(
    on_its_way: Incident, console: Page, phone: Page, picture: Picture
) -> None:
    press(phone, "Acknowledge", "En route")
    card = open_call(console, "Market 900, a bicycle")
    rival = Incident.objects.get(pk=on_its_way.pk)
    card.get_by_text("Correct the place").click()
    expect(card.get_by_label("Right place in words")).to_have_value("Market 900, a bicycle")

    other = User.objects.get(username="dispatcher")
    services.correct_place(
        incident_id=rival.pk, lon=-122.42, lat=37.772, place="Market 990", by=other, at=datetime.now(UTC)
    )
    card.get_by_label("Right place in words").fill("Mission 990, a bicycle")
    card.get_by_label("Right longitude").fill("-122.415, 37.765")
    card.get_by_role("button", name="Correct it and tell the units").click()
    expect(card.get_by_text("Test dispatcher wrote:")).to_be_visible()
    expect(card.get_by_text("You wrote:")).to_be_visible()
    picture(console, "both texts")
    card.get_by_role("button", name="Use mine").click()

    expect(card.locator(".card-place")).to_contain_text("Mission 990, a bicycle")
    expect(card.get_by_text("NEAR has not acknowledged the new place")).to_be_visible()
    expect(card.locator("[data-former]")).to_contain_text("Market 990")
    picture(console, "not acknowledged")
    told = phone.locator("#told").get_by_role("listitem").filter(has_text="Mission 990")
    expect(told).to_contain_text("The place was corrected")
    expect(phone.locator("#order")).to_contain_text("Mission 990, a bicycle")
    picture(phone, "corrected phone")
    told.get_by_role("button", name="Acknowledge").click()
    expect(card.get_by_text("NEAR knows the new place")).to_be_visible()


def test_steps_and_position_heard_by_radio_show_on_the_phone_and_the_console_at_once(
    on_its_way: Incident, make_unit: Callable[..., Unit], console: Page, phone: Page, picture: Picture
) -> None:
    make_unit("RADIO")
    expect(phone.get_by_role("button", name="Acknowledge")).to_be_enabled()
    card = open_call(console, "Market 900, a bicycle")
    sent = card.get_by_role("listitem").filter(has_text="NEAR")
    sent.get_by_role("button", name="Acknowledged").click()
    expect(phone.get_by_role("button", name="En route")).to_be_enabled()
    expect(sent.locator(".step[data-done]").filter(has_text="Acknowledged")).to_be_visible()
    sent.get_by_role("button", name="On scene").click()
    expect(phone.get_by_role("button", name="Done")).to_be_enabled()
    expect(card.get_by_text("On scene, by radio")).to_be_visible()
    picture(console, "steps")

    console.get_by_role("region", name="Force").get_by_role("button", name="RADIO").click()
    panel = console.locator("#unit-card")
    panel.get_by_text("Position by radio").click()
    panel.get_by_label("Longitude of the unit").fill("-122.43, 37.78")
    panel.get_by_role("button", name="Set the position").click()
    expect(panel.get_by_text("The unit is ranked by this position.")).to_be_visible()
    card.get_by_text("Send a further unit").click()
    expect(card.get_by_role("row").filter(has_text="RADIO")).to_be_visible()
    picture(console, "position")


def test_an_arrival_told_after_the_withdrawal_waits_for_the_operator(
    on_its_way: Incident, console: Page, phone: Page, dispatcher: User, picture: Picture
) -> None:
    press(phone, "Acknowledge")
    card = open_call(console, "Market 900, a bicycle")
    expect(card.locator(".step[data-done]").filter(has_text="Acknowledged")).to_be_visible()
    phone.context.set_offline(True)
    press(phone, "En route", "On scene")
    sent = Assignment.objects.get(incident=on_its_way)
    services.withdraw_assignment(assignment_id=sent.pk, reason="no need", by=dispatcher, at=datetime.now(UTC))
    phone.context.set_offline(False)

    expect(phone.get_by_text("What you told is kept")).to_be_visible()
    late = card.locator("[data-part=late-steps]")
    expect(late.get_by_role("listitem")).to_have_count(2)
    picture(console, "told late")
    picture(phone, "late phone")
    late.get_by_role("button", name="It was there: put it back").click()
    expect(late.get_by_text("Put back on the call by Test dispatcher.").first).to_be_visible()
    expect(phone.get_by_role("button", name="Done")).to_be_enabled()
