"""An operator works a night by keyboard alone: a call, its level, an alarm that waits with a reason."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from dispatch.models import Incident
from dispatch.vocabulary import IncidentStatus
from patrol import services
from patrol.models import Alarm, Organization, Unit

pytestmark = pytest.mark.journey

HERE = {"longitude": -122.4100, "latitude": 37.7700}

type Picture = Callable[[Page, str], None]


@pytest.fixture
def units(make_unit: Callable[..., Unit]) -> list[Unit]:
    """One close to the call, and one farther off."""
    return [make_unit("A1", HERE["longitude"], HERE["latitude"]), make_unit("A2", -122.45, 37.79)]


@pytest.fixture
def alarm(transactional_db: None, bureau: Organization, now: datetime) -> Alarm:
    data: dict[str, object] = {"call_sign": "A1"}
    return services.raise_alarm(kind="unit.overdue", subject=("patrol.unit", 1), organization=bureau, data=data, at=now)


NO_POINTER = """for (const kind of ["pointerdown", "mousedown", "touchstart"])
  addEventListener(kind, (event) => console.error(`a ${kind} on ${event.target.tagName}`), true);"""


def tab_to(console: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there: 40 times at most."""
    for _press in range(40):
        if wanted.evaluate("(node) => node === document.activeElement"):
            return
        console.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}")


def test_a_whole_call_from_the_ringing_to_its_end_without_a_pointer(
    open_page: Callable[..., Page], units: list[Unit], picture: Picture
) -> None:
    """Taken, sent, walked, noted, closed: keys alone. A press of the mouse is an error of the page, which fails."""
    console = open_page("dispatcher", 1366, 768)
    expect(console.get_by_role("button", name="New call")).to_be_enabled()
    console.evaluate(NO_POINTER)
    intake, card, keys = console.locator("#intake"), console.get_by_role("article"), console.keyboard
    board = console.get_by_role("region", name="Force")

    keys.press("n")
    tab_to(console, intake.get_by_label("What happened"))
    for _press in ("Dispute", "Other", "Theft"):
        keys.press("3")
    expect(intake.get_by_label("What happened")).to_have_value("theft")
    keys.press("Tab")
    keys.type("Market 900")
    for field, value in (("Longitude", "-122.411"), ("Latitude", "37.771"), ("Caller's number", "555 0100")):
        tab_to(console, intake.get_by_label(field))
        keys.type(value)
    tab_to(console, intake.get_by_label("Note"))
    keys.type("A bicycle was taken")
    tab_to(console, intake.get_by_role("button", name="Take the call"))
    keys.press("Enter")
    expect(card.get_by_text("Market 900")).to_be_visible()
    picture(console, "taken by keyboard")
    expect(card.get_by_role("button", name="Send A1")).to_be_visible()
    keys.press("1")
    expect(board.get_by_role("listitem").filter(has_text="Ordered")).to_be_visible()
    keys.press("/")
    for verb, told in (("E A1", "En route"), ("A A1", "On scene")):
        keys.type(verb)
        keys.press("Enter")
        expect(board.get_by_role("listitem").filter(has_text=told)).to_be_visible()
        expect(console.locator("#command-said")).to_have_attribute("data-tone", "done")
    keys.press("F3")
    tab_to(console, card.get_by_placeholder("Write a note"))
    keys.type("The thief is held")
    keys.press("Enter")
    expect(card.get_by_text("The thief is held")).to_be_visible()
    keys.press("Escape")
    expect(card).to_be_hidden()
    keys.press("Escape")
    expect(console.get_by_label("Command", exact=True)).to_be_focused()
    keys.type("C A1 settled")
    keys.press("Enter")
    expect(console.get_by_text("No open calls.")).to_be_visible()
    picture(console, "ended by keyboard")
    call = Incident.objects.get()
    assert call.status == IncidentStatus.CLOSED
    notes = list(call.notes.order_by("pk").values_list("text", flat=True))
    assert notes == ["A bicycle was taken", "The thief is held"]


def test_an_alarm_waits_with_a_reason_and_is_taken(
    open_page: Callable[..., Page], units: list[Unit], alarm: Alarm, picture: Picture
) -> None:
    console = open_page("dispatcher", 1366, 768)
    alarms = console.get_by_role("region", name="Alarms")
    expect(console.get_by_role("button", name="Alarms")).to_contain_text("1")
    console.keyboard.press("a")
    expect(alarms.get_by_role("button", name="Acknowledge")).to_be_focused()
    expect(alarms).to_contain_text("in the last hour, at most 6 meant")
    console.keyboard.press("Tab")
    console.keyboard.press("Enter")
    console.keyboard.type("they told by radio")
    picture(console, "an alarm is put off")
    console.keyboard.press("Enter")
    expect(alarms).to_contain_text("silent until")
    expect(alarms).to_contain_text("they told by radio")
    expect(console.get_by_role("button", name="Alarms")).to_contain_text("0")
    console.keyboard.press("Shift+Tab")
    console.keyboard.press("Enter")
    expect(alarms).to_contain_text("taken by")
    picture(console, "an alarm has its owner")
    console.keyboard.press("Escape")
    expect(alarms).to_be_hidden()
    alarm.refresh_from_db()
    assert alarm.snooze_reason == "they told by radio"
    assert alarm.owner


def test_sounds_are_muted_and_stay_so(open_page: Callable[..., Page], units: list[Unit]) -> None:
    console = open_page("dispatcher", 1366, 768)
    mute = console.get_by_role("button", name="Mute the sounds")
    mute.click()
    expect(mute).to_have_attribute("aria-pressed", "true")
    console.reload()
    expect(mute).to_have_attribute("aria-pressed", "true")
