"""An operator leads a whole call from the command line, and a Chinese input method sends nothing by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from dispatch import services
from dispatch.models import Assignment, Incident
from patrol.models import Organization, Unit, User

pytestmark = pytest.mark.journey

HERE = {"longitude": -122.4100, "latitude": 37.7700}

type Picture = Callable[[Page, str], None]


@pytest.fixture
def units(make_unit: Callable[..., Unit]) -> list[Unit]:
    """One close to the call, and one farther off."""
    return [make_unit("A1", HERE["longitude"], HERE["latitude"]), make_unit("A2", -122.45, 37.79)]


@pytest.fixture
def call(transactional_db: None, bureau: Organization, dispatcher: User, now: datetime) -> Incident:
    return services.take_call(
        organization_id=bureau.pk,
        type_code="theft",
        lon=-122.411,
        lat=37.771,
        place="Market 900",
        by=dispatcher,
        at=now - timedelta(minutes=1),
    )


@pytest.fixture
def console(call: Incident, units: list[Unit], open_page: Callable[..., Page]) -> Page:
    """The console, its cursor in the line: Esc with nothing left to put away."""
    console = open_page("dispatcher", 1366, 768)
    expect(console.get_by_role("region", name="Calls").get_by_text("Market 900")).to_be_visible()
    console.keyboard.press("Escape")
    expect(console.get_by_label("Command", exact=True)).to_be_focused()
    return console


def say(console: Page, text: str, told: str) -> None:
    """Type a line, read what it would do, press Enter."""
    said = console.locator("#command-said")
    console.keyboard.type(text)
    expect(said).to_contain_text(told)
    expect(said).to_have_attribute("data-tone", "ready")
    console.keyboard.press("Enter")
    expect(said).to_have_attribute("data-tone", "done")


def test_a_call_is_sent_walked_and_closed_by_keyboard_alone(console: Page, call: Incident, picture: Picture) -> None:
    said, board = console.locator("#command-said"), console.get_by_role("region", name="Force")
    console.keyboard.type("D 1 A9")
    console.keyboard.press("Enter")
    expect(said).to_have_text("No call and no unit is named A9.")
    picture(console, "a unit that nobody knows")
    console.get_by_label("Command", exact=True).fill("")

    say(console, "H 1 10 the caller rings back", "waits for 10 minutes: the caller rings back")
    say(console, "d １", "Send the first recommended unit to")
    expect(said).to_have_text("A1 was sent.")
    picture(console, "the first unit was sent")
    for letter, told in (("E", "En route"), ("A", "On scene")):
        console.keyboard.type(f"{letter} a")
        console.keyboard.press("Tab")
        say(console, "", "A1")
        expect(board.get_by_role("listitem").filter(has_text=told)).to_be_visible()
    console.keyboard.press("ArrowUp")
    expect(console.get_by_label("Command", exact=True)).to_have_value("A A1")
    console.keyboard.press("ArrowDown")
    say(console, "C A1 settled", "A1 is done, Settled on the spot")

    expect(console.get_by_text("No open calls.")).to_be_visible()
    assert [each.unit.call_sign for each in Assignment.objects.select_related("unit")] == ["A1"]


def test_what_happened_stands_in_the_log_and_is_taken_back(console: Page, call: Incident, picture: Picture) -> None:
    log, newest = console.get_by_role("region", name="Log"), console.locator("#log-newest")
    say(console, "LV 1 major", "Level Major: ")
    say(console, "D 1 A1", "Send A1 to")
    expect(newest).to_contain_text("Sent · A1 · ")
    console.keyboard.press("Shift+Tab")
    console.get_by_role("region", name="Calls").get_by_role("button", name="New call").focus()
    console.keyboard.press("L")
    expect(log.get_by_role("listitem")).to_contain_text(["Sent · A1", "Level set", "Call taken"])
    picture(console, "the log")
    log.get_by_role("listitem").filter(has_text="Sent").get_by_role("button", name="Take back").press("Enter")
    expect(log.get_by_role("listitem").first).to_contain_text("Taken off the call · A1")
    expect(log.get_by_role("listitem").filter(has_text="Sent").get_by_role("button", name="Take back")).to_have_count(0)
    log.get_by_role("listitem").filter(has_text="Level set").get_by_role("button", name="Take back").press("Enter")
    expect(log.get_by_role("listitem").first).to_contain_text("Level set")
    console.keyboard.press("Escape")
    expect(log).to_be_hidden()
    call.refresh_from_db()
    assert (call.level, [each.withdrawn_at is not None for each in Assignment.objects.all()]) == ("", [True])


def test_the_cursor_goes_through_panes_and_rows_and_every_key_is_listed(console: Page, picture: Picture) -> None:
    def focused() -> str:
        return str(console.evaluate("document.activeElement.id || document.activeElement.textContent"))

    console.keyboard.press("F2")
    assert "Market 900" in focused()
    console.keyboard.press("F6")
    assert focused() == "map"
    console.keyboard.press("F6")
    assert focused() == "search"
    console.keyboard.press("ArrowDown")
    assert "A1" in focused()
    console.keyboard.press("ArrowDown")
    assert "A2" in focused()
    console.keyboard.press("Enter")
    expect(console.locator("#unit-card")).to_contain_text("A2")
    console.keyboard.press("F2")
    console.keyboard.press("?")
    keys = console.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Send the unit of this rank to the open call")
    expect(keys).to_contain_text("Set the level of a call")
    picture(console, "every key")
    console.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(console.locator("#unit-card")).to_be_visible()


def test_without_a_call_the_cursor_goes_to_taking_one(units: list[Unit], open_page: Callable[..., Page]) -> None:
    console = open_page("dispatcher", 1366, 768)
    expect(console.get_by_text("No open calls.")).to_be_visible()
    console.keyboard.press("F2")
    expect(console.get_by_role("button", name="New call")).to_be_focused()


def test_a_unit_and_a_call_are_shown_and_a_new_call_begins(console: Page) -> None:
    console.keyboard.type("A2")
    console.keyboard.press("Enter")
    expect(console.locator("#unit-card")).to_contain_text("A2")
    console.keyboard.type("1")
    console.keyboard.press("Enter")
    expect(console.get_by_role("article")).to_contain_text("Market 900")
    for _pane in ("the call", "the unit"):
        console.keyboard.press("Escape")
    console.keyboard.type("/A2")
    console.keyboard.press("Enter")
    expect(console.get_by_label("Find a unit")).to_have_value("A2")
    console.keyboard.type("N Mission 12")
    console.keyboard.press("Enter")
    intake = console.locator("#intake")
    expect(intake.get_by_label("Place in words")).to_have_value("Mission 12")

    console.keyboard.press("Escape")
    console.keyboard.type("N Castro 5")
    console.keyboard.press("Enter")
    expect(console.locator("#command-said")).to_have_attribute("data-tone", "refused")
    intake.get_by_label("Longitude").fill("-122.412, 37.772")
    console.keyboard.press("Enter")
    expect(console.get_by_role("article")).to_contain_text("Mission 12")
    expect(console.get_by_label("Command", exact=True)).to_be_focused()
    console.get_by_label("Command", exact=True).fill("D")
    console.keyboard.press("Enter")
    expect(console.locator("#command-said")).to_have_text("A1 was sent.")
    assert Assignment.objects.get().incident.place == "Mission 12"


def test_enter_that_ends_a_composition_sends_nothing(console: Page) -> None:
    line = console.get_by_label("Command", exact=True)
    line.fill("D 1 A1")
    typed = console.context.new_cdp_session(console)
    typed.send("Input.imeSetComposition", {"text": "市", "selectionStart": 1, "selectionEnd": 1})
    line.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "keyCode": 229, "bubbles": True})
    line.dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "bubbles": True})
    console.keyboard.press("Escape")
    assert not Assignment.objects.exists()
    typed.send("Input.insertText", {"text": ""})
    line.fill("D 1 A1")
    console.keyboard.press("Enter")
    expect(console.locator("#command-said")).to_have_attribute("data-tone", "done")
    assert Assignment.objects.count() == 1


COMPOSED = [{"isComposing": True, "keyCode": 229}, {"keyCode": 229}]  # within a composition, and the key that ends it


def compose(field: Locator, key: str, **more: object) -> None:
    """A key of the input method in a field, as browsers tell it."""
    for told in COMPOSED:
        field.dispatch_event("keydown", {"key": key, "bubbles": True, "cancelable": True, **told, **more})


def test_digits_and_enter_of_a_composition_send_nobody_and_take_no_call(console: Page) -> None:
    console.get_by_role("region", name="Calls").get_by_text("Market 900").click()
    card = console.get_by_role("article")
    expect(card.get_by_role("button", name="Send A1")).to_be_visible()
    for digit in "12345":
        compose(card, digit)
    compose(card.get_by_label("Note"), "1")

    console.get_by_role("button", name="New call").click()
    intake = console.locator("#intake")
    intake.get_by_label("Place in words").fill("市府路 1")
    intake.get_by_label("Longitude").fill("-122.412, 37.772")
    for field in (intake.get_by_label("Place in words"), intake.get_by_label("Note")):
        compose(field, "Enter")
        compose(field, "Enter", ctrlKey=True)
        compose(field, "Escape")
    expect(intake.get_by_label("Place in words")).to_have_value("市府路 1")
    console.wait_for_timeout(1000)
    assert not Assignment.objects.exists()
    assert Incident.objects.count() == 1

    console.get_by_role("button", name="Take the call").click()
    expect(card).to_contain_text("市府路 1")
    expect(card.get_by_role("button", name="Send A1")).to_be_visible()
    console.locator("body").press("1")
    expect(
        console.get_by_role("region", name="Calls").get_by_role("listitem").filter(has_text="市府路 1")
    ).to_contain_text("A1")
