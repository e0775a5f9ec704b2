"""The centre goes dark and comes back: pages say that they are old, nothing is lost, paper is entered afterwards."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from dispatch.models import Assignment, Incident
from patrol.models import Unit, User
from tests.journeys.conftest import Centre

pytestmark = pytest.mark.journey

HERE = {"longitude": -122.4100, "latitude": 37.7700}


@pytest.fixture
def unit(make_unit: Callable[..., Unit], officer: User, make_person: Callable[..., User]) -> Unit:
    """The officer's unit."""
    mates = [make_person(officer.organization, sworn=False) for _number in range(2)]
    return make_unit("NEAR", HERE["longitude"], HERE["latitude"], crew=[officer, *mates])


def photograph(page: Page, name: str) -> None:
    """Keep a picture in the folder that JOURNEY_PICTURES names, if any."""
    if folder := os.environ.get("JOURNEY_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def take_a_call(console: Page, place: str) -> None:
    console.get_by_role("button", name="New call").click()
    console.locator("#intake").get_by_label("Place in words").fill(place)
    console.locator("#intake").get_by_label("Longitude").fill("-122.411, 37.771")


def test_pages_of_a_dark_centre_tell_their_age_and_refuse_and_nothing_is_lost(
    dispatcher: User, unit: Unit, centre: Centre, open_page: Callable[..., Page]
) -> None:
    console = open_page("dispatcher", 1366, 768)
    phone = open_page("officer", 390, 844)
    take_a_call(console, "Before it went dark")
    console.get_by_role("button", name="Take the call").click()
    card = console.get_by_role("article")
    card.get_by_role("button", name="Send NEAR").click()
    expect(phone.get_by_role("button", name="Acknowledge")).to_be_enabled()

    centre.stop()
    for page in (console, phone):
        expect(page.get_by_text("Not current", exact=True)).to_be_visible()
        expect(page.get_by_text(re.compile(r"last news \d+ (s|min) ago"))).to_be_visible()
    take_a_call(console, "While it is dark")
    console.get_by_role("button", name="Take the call").click()
    expect(console.get_by_text("Not sent: this page is not current")).to_be_visible()
    for button in ("Acknowledge", "En route", "On scene"):
        phone.get_by_role("button", name=button).click()
    expect(phone.get_by_text("3 steps not sent yet")).to_be_visible()
    photograph(console, "dark-console")
    photograph(phone, "dark-phone")

    centre.start()
    for page in (console, phone):
        expect(page.get_by_text("Not current", exact=True)).to_be_hidden()
    expect(card.locator(".step[data-done]").filter(has_text="On scene")).to_be_visible()
    expect(phone.get_by_text("steps not sent yet")).to_be_hidden()
    expect(console.locator("#intake").get_by_label("Place in words")).to_have_value("While it is dark")
    console.get_by_role("button", name="Take the call").click()
    expect(card.get_by_text("While it is dark")).to_be_visible()
    photograph(console, "back-console")
    assert Incident.objects.count() == 2
    assert Assignment.objects.get().arrived_at is not None


def test_a_call_taken_on_paper_is_entered_afterwards_with_its_true_times(
    dispatcher: User, unit: Unit, open_page: Callable[..., Page]
) -> None:
    console = open_page("dispatcher", 1366, 768)
    console.get_by_role("button", name="Calls on paper").click()
    paper = console.get_by_role("form", name="A call from paper")
    paper.get_by_label("Day").fill("2026-03-04")
    paper.get_by_label("Received").fill("23:50")
    paper.get_by_label("Slip").fill("17")
    paper.get_by_label("Place in words").fill("Old harbour, shed 4")
    paper.get_by_label("Longitude").fill("-122.411, 37.771")
    paper.get_by_label("Caller's number").fill("555 0100")
    paper.get_by_label("Unit", exact=True).fill("NEAR")
    for label, time in (("Sent", "2354"), ("En route", "23.55"), ("On scene", "00:03"), ("Cleared", "00:40")):
        paper.get_by_label(label, exact=True).fill(time)
    paper.get_by_label("How it was dealt with").select_option("Settled on the spot")
    photograph(console, "paper-form")
    paper.get_by_role("button", name="Enter it").click()
    expect(paper.get_by_text(re.compile("Entered as call 2026-"))).to_be_visible()
    entered = Incident.objects.get()
    assert entered.on_paper
    assert f"{timezone.localtime(entered.received_at):%Y-%m-%d %H:%M}" == "2026-03-04 23:50"
    assert f"{timezone.localtime(entered.ended_at):%Y-%m-%d %H:%M}" == "2026-03-05 00:40"

    paper.get_by_label("Received").fill("08:10")
    paper.get_by_label("Place in words").fill("Mill bridge")
    paper.get_by_label("Longitude").fill("-122.412, 37.772")
    paper.get_by_label("Unit", exact=True).fill("NEAR")
    for label, time in (("Sent", "08:12"), ("On scene", "08:20")):
        paper.get_by_label(label, exact=True).fill(time)
    paper.get_by_role("button", name="Enter it").click()
    expect(paper.get_by_text(re.compile("Entered as call 2026-"))).to_be_visible()
    paper.get_by_role("button", name="Put aside").click()
    console.get_by_role("region", name="Calls").get_by_text("Mill bridge").click()
    card = console.get_by_role("article")
    expect(card.get_by_text("on paper, received 08:10:00")).to_be_visible()
    expect(card.get_by_text("Entered from paper")).to_be_visible()
    expect(card.locator(".step[data-done]").filter(has_text="On scene")).to_be_visible()
    photograph(console, "paper-card")
