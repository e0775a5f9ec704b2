"""The end of a call: reports and a picture from the scene, an outcome, opened again, a time put right, printed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dispatch import services
from dispatch.models import Incident, TimeCorrection
from patrol.models import Unit, User
from tests.world import PNG

pytestmark = pytest.mark.journey

PLACE = "Market 900, by the cinema"
BELATED = "Heard by radio afterwards"


@pytest.fixture
def call(
    transactional_db: None,
    make_unit: Callable[..., Unit],
    make_person: Callable[..., User],
    officer: User,
    dispatcher: User,
    bureau: object,
    now: datetime,
) -> Incident:
    """A call with the officer's unit on the scene."""
    mates = [make_person(officer.organization, sworn=False) for _number in range(2)]
    unit = make_unit("NEAR", -122.41, 37.77, crew=[officer, *mates])
    call = services.take_call(
        organization_id=officer.organization.parent_id, type_code="robbery", lon=-122.411, lat=37.771, place=PLACE,
        note="Two men quarrel over a parking place.", by=dispatcher, at=now,
    )  # fmt: skip
    (sent,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=now)
    services.set_arrived(assignment_id=sent.pk, by=officer, at=now)
    return call


def test_a_call_is_reported_closed_opened_again_put_right_and_printed(
    call: Incident,
    open_page: Callable[..., Page],
    picture: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    console, phone = open_page("dispatcher", 1366, 768), open_page("officer", 390, 844, has_touch=True)
    console.get_by_role("region", name="Calls").get_by_text(PLACE).click()
    card = console.get_by_role("article")
    expect(card.get_by_text("Still on this call: NEAR.")).to_be_visible()

    phone.get_by_role("button", name="First report").click()
    expect(card.get_by_role("button", name="First report")).to_be_disabled()
    door = {"name": "door.png", "mimeType": "image/png", "buffer": PNG}
    phone.get_by_label("Attach a picture").set_input_files(files=[door])
    expect(phone.get_by_text("The picture has arrived.")).to_be_visible()
    expect(card.get_by_role("link", name="door.png")).to_be_visible()
    picture(phone, "on scene")
    card.get_by_role("button", name="Under control").click()
    expect(phone.get_by_role("button", name="Under control")).to_be_disabled()

    phone.get_by_role("button", name="Done").click()
    picture(phone, "outcomes")
    phone.get_by_role("button", name="Report taken").click()
    expect(card.get_by_text("This call is closed: Report taken")).to_be_visible()

    card.get_by_placeholder("Why does it go on?").fill("They came back")
    picture(console, "closed")
    card.get_by_role("button", name="Open the call again").click()
    expect(console.get_by_role("region", name="Calls").get_by_text(PLACE)).to_be_visible()
    expect(card.get_by_text("They came back")).to_be_visible()

    card.get_by_text("Correct a time").click()
    card.get_by_label("Which time", exact=True).select_option(index=2)
    told_at = card.get_by_label("What it really was")
    earlier = datetime.strptime(told_at.input_value(), "%H:%M:%S") - timedelta(seconds=3)  # noqa: DTZ007  (a time of day as the field shows it)
    told_at.fill(f"{earlier:%H:%M:%S}")
    card.get_by_placeholder("Why is the time corrected?").fill(BELATED)
    card.get_by_role("button", name="Correct", exact=True).click()
    expect(card.get_by_text(BELATED)).to_be_visible()
    assert TimeCorrection.objects.get().field == "first_report_at"

    card.get_by_label("How it was dealt with").select_option("settled")
    picture(console, "outcome")
    card.get_by_role("button", name="Close the call").click()
    expect(card.get_by_text("This call is closed: Settled on the spot")).to_be_visible()

    with console.context.expect_page() as printed:
        card.get_by_role("link", name="Print the call on A4").click()
    paper = printed.value
    expect(paper.get_by_text("Settled on the spot (APCO 18)").first).to_be_visible()
    expect(paper.get_by_text(BELATED)).to_be_visible()
    picture(paper, "print")
    assert paper.pdf(path=tmp_path / "call.pdf", prefer_css_page_size=True).startswith(b"%PDF")


def test_a_call_that_ended_before_is_found_and_opened_again(
    call: Incident,
    dispatcher: User,
    open_page: Callable[..., Page],
    picture: Callable[[Page, str], None],
    now: datetime,
) -> None:
    sent = call.assignments.get()
    services.clear_assignment(assignment_id=sent.pk, disposition="settled", by=dispatcher, at=now)
    console = open_page("dispatcher", 1920, 1080)
    calls = console.get_by_role("region", name="Calls")
    expect(calls.get_by_text("No open calls.")).to_be_visible()
    calls.get_by_text("Calls that ended last").click()
    calls.get_by_role("button", name=PLACE).click()
    card = console.get_by_role("article")
    expect(card.get_by_text("This call is closed: Settled on the spot")).to_be_visible()
    picture(console, "ended calls")
    card.get_by_placeholder("Why does it go on?").fill("They came back")
    card.get_by_role("button", name="Open the call again").click()
    expect(calls.get_by_text("No unit sent")).to_be_visible()
    expect(card.get_by_text("This call is closed")).to_be_hidden()


def test_what_retention_removed_is_said_on_the_card_and_on_paper(
    call: Incident,
    dispatcher: User,
    open_page: Callable[..., Page],
    picture: Callable[[Page, str], None],
    site: str,
    now: datetime,
) -> None:
    sent = call.assignments.get()
    services.clear_assignment(assignment_id=sent.pk, disposition="settled", by=dispatcher, at=now)
    services.erase_old_texts(text_days=-1, number_days=-1, at=now)
    console = open_page("dispatcher", 1366, 768)
    calls = console.get_by_role("region", name="Calls")
    calls.get_by_text("Calls that ended last").click()
    calls.get_by_role("button", name=PLACE).click()
    card = console.get_by_role("article")
    expect(card.get_by_text("Removed as its time was up: notes 1, texts of orders 1")).to_be_visible()
    expect(card.get_by_text("quarrel")).to_be_hidden()
    card.get_by_text("Removed as its time was up").scroll_into_view_if_needed()
    picture(console, "removed")
    console.goto(f"{site}/console/calls/{call.pk}/print")
    expect(console.get_by_text("Texts removed as their time was up · notes 1, texts of orders 1")).to_be_visible()
