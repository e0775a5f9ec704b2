"""An operator and an officer at once: a call becomes an order on a phone and is walked to its end."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from patrol.models import Unit, User

pytestmark = pytest.mark.journey

HERE = {"longitude": -122.4100, "latitude": 37.7700}


@pytest.fixture
def unit(make_unit: Callable[..., Unit], officer: User, make_person: Callable[..., User]) -> Unit:
    """The officer's unit close to the call, and another one farther off."""
    mates = [make_person(officer.organization, sworn=False) for _number in range(2)]
    make_unit("FAR", -122.45, 37.79)
    return make_unit("NEAR", HERE["longitude"], HERE["latitude"], crew=[officer, *mates])


def test_a_call_is_sent_by_one_button_and_walked_to_its_end_on_the_phone(
    dispatcher: User, unit: Unit, open_page: Callable[..., Page]
) -> None:
    console = open_page("dispatcher", 1366, 768)
    phone = open_page(
        "officer", 390, 844, geolocation=HERE, permissions=["geolocation"], is_mobile=True, has_touch=True
    )
    expect(phone.get_by_text("NEAR")).to_be_visible()
    expect(phone.get_by_role("heading", name="No order")).to_be_visible()

    console.get_by_role("button", name="New call").click()
    console.locator("#intake").get_by_label("Place in words").fill("Market 900, by the cinema")
    console.locator("#intake").get_by_label("Longitude").fill("-122.411")
    console.locator("#intake").get_by_label("Latitude").fill("37.771")
    console.get_by_role("button", name="Take the call").click()

    card = console.get_by_role("article")
    expect(card.get_by_text("Market 900, by the cinema")).to_be_visible()
    first = card.get_by_role("row").nth(1)
    expect(first).to_contain_text("NEAR")
    first.get_by_role("button", name="Send NEAR").click()

    expect(phone.get_by_text("Market 900, by the cinema")).to_be_visible()
    expect(phone.get_by_text("straight line to the")).to_be_visible()
    expect(card.get_by_text("Order seen")).to_be_visible()

    board = console.get_by_role("region", name="Force")
    for button, told in (("Acknowledge", "Acknowledged"), ("En route", "En route"), ("On scene", "On scene")):
        phone.get_by_role("button", name=button).click()
        expect(board.get_by_role("listitem").filter(has_text=told)).to_be_visible()
        expect(card.locator(".step[data-done]").filter(has_text=told)).to_be_visible()

    phone.get_by_role("button", name="Done").click()
    phone.get_by_role("button", name="Settled on the spot").click()
    expect(phone.get_by_role("heading", name="No order")).to_be_visible()
    expect(card.get_by_text("This call is closed: Settled on the spot")).to_be_visible()
    expect(console.get_by_text("No open calls.")).to_be_visible()


def test_steps_taken_without_a_network_wait_and_arrive_in_order(
    dispatcher: User, unit: Unit, open_page: Callable[..., Page]
) -> None:
    console = open_page("dispatcher", 1366, 768)
    phone = open_page("officer", 390, 844)
    console.get_by_role("button", name="New call").click()
    console.locator("#intake").get_by_label("Longitude").fill("-122.411, 37.771")
    console.get_by_role("button", name="Take the call").click()
    card = console.get_by_role("article")
    card.get_by_role("button", name="Send NEAR").click()
    expect(phone.get_by_role("button", name="Acknowledge")).to_be_enabled()

    phone.context.set_offline(True)
    for button in ("Acknowledge", "En route", "On scene"):
        phone.get_by_role("button", name=button).click()
    expect(phone.get_by_text("3 steps not sent yet")).to_be_visible()

    phone.context.set_offline(False)
    expect(card.locator(".step[data-done]").filter(has_text="On scene")).to_be_visible()
    expect(phone.get_by_text("steps not sent yet")).to_be_hidden()


def test_the_loser_of_a_race_for_a_unit_is_told_who_won(
    dispatcher: User, bureau: object, unit: Unit, make_person: Callable[..., User], open_page: Callable[..., Page]
) -> None:
    console = open_page("dispatcher", 1366, 768)
    for place in ("First place", "Second place"):
        console.get_by_role("button", name="New call").click()
        console.locator("#intake").get_by_label("Place in words").fill(place)
        console.locator("#intake").get_by_label("Longitude").fill("-122.411, 37.771")
        console.get_by_role("button", name="Take the call").click()
        expect(console.get_by_role("article").get_by_text(place)).to_be_visible()
    expect(console.get_by_role("article").get_by_role("button", name="Send NEAR")).to_be_visible()
    console.get_by_role("article").get_by_role("row").nth(1).hover()

    rival = open_page("dispatcher", 1366, 768)
    rival.get_by_role("region", name="Calls").get_by_text("First place").click()
    rival.get_by_role("article").get_by_role("button", name="Send NEAR").click()
    expect(rival.get_by_role("article").get_by_role("heading", name="Units sent")).to_be_visible()

    console.get_by_role("article").get_by_role("button", name="Send NEAR").click()
    expect(console.get_by_role("alert")).to_contain_text("NEAR already has an order, sent by Test dispatcher")
