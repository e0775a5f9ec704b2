"""An operator says where a call is: by a name half typed, by a click, or in words of his own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from patrol.models import User
from tests.zones.gazetteer.conftest import SOUTH, WEST, no_words, write_town
from zones.gazetteer import build_places

pytestmark = pytest.mark.journey


@pytest.fixture
def intake(dispatcher: User, open_page: Callable[..., Page], tmp_path: Path) -> Page:
    """The open form of a new call, over the map of the town."""
    with transaction.atomic():
        build_places(source=write_town(tmp_path / "town.osm.pbf"), say=no_words)
    page = open_page("dispatcher", 1366, 768)
    page.evaluate(f"localStorage.setItem('map-view', JSON.stringify({{lat: {SOUTH}, lon: {WEST + 0.015}, zoom: 15}}))")
    page.reload()
    page.get_by_role("button", name="New call").click()
    return page


def test_a_place_is_found_by_keyboard_by_click_and_left_alone_in_the_operators_words(intake: Page) -> None:
    field = intake.get_by_role("combobox", name="Place in words")
    options = intake.get_by_role("listbox", name="Places found").get_by_role("option")
    field.press_sequentially("renm")
    expect(options.first).to_contain_text("人民路")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    field.press("ArrowUp")
    field.press("Enter")
    expect(field).to_have_value("人民路")
    expect(intake.locator("#intake").get_by_label("Latitude")).to_have_value(f"{SOUTH:.6f}")
    expect(intake.locator(".chosen-place")).to_be_visible()
    expect(options).to_have_count(0)

    box = intake.locator("#map").bounding_box()
    assert box is not None
    intake.mouse.click(box["x"] + box["width"] / 2 + 80, box["y"] + box["height"] / 2 - 10)
    expect(field).to_have_value("人民路, 40 m")

    field.fill("behind the mill")
    expect(intake.get_by_text("No such place on the map")).to_be_visible()
    before = intake.locator("#intake").get_by_label("Longitude").input_value()
    intake.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(intake.locator("#intake").get_by_label("Longitude")).not_to_have_value(before)
    expect(field).to_have_value("behind the mill")


def test_escape_closes_the_suggestions_before_the_form_and_an_input_method_is_not_interrupted(intake: Page) -> None:
    field = intake.get_by_role("combobox", name="Place in words")
    options = intake.get_by_role("listbox", name="Places found").get_by_role("option")
    asked: list[str] = []
    intake.on("request", lambda request: asked.append(request.url) if "/api/places" in request.url else None)
    field.focus()
    keyboard = intake.context.new_cdp_session(intake)
    keyboard.send("Input.imeSetComposition", {"text": "jie'fang", "selectionStart": 8, "selectionEnd": 8})
    intake.wait_for_timeout(400)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "解放"})
    expect(options.first).to_contain_text("解放路")
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("解放")
    field.press("Escape")
    expect(field).to_be_hidden()
