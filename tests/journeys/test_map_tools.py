"""The console's map follows a unit, measures, and lets those stand out that the board lists."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from patrol.models import Unit
from tests.conftest import put

pytestmark = pytest.mark.journey


@pytest.fixture
def console(make_unit: Callable[..., Unit], open_page: Callable[..., Page]) -> Page:
    make_unit("A1", -122.42, 37.775)
    make_unit("A2", -122.40, 37.771)
    console = open_page("dispatcher", 1366, 768)
    expect(console.get_by_role("region", name="Force").get_by_text("A2")).to_be_visible()
    return console


def test_a_length_is_measured_by_clicks_and_put_away_by_escape(
    console: Page, picture: Callable[[Page, str], None]
) -> None:
    measure = console.get_by_role("button", name="Measure")
    measure.click()
    for x, y in ((700, 300), (700, 500), (900, 500)):
        console.mouse.click(x, y)
        console.wait_for_timeout(300)  # two clicks at once zoom the map
    texts = console.locator(".measured span:not(:empty)")
    expect(texts).to_have_count(2)
    metres = [float(text.split()[0]) * (1000 if "km" in text else 1) for text in texts.all_inner_texts()]
    assert metres[1] == pytest.approx(2 * metres[0], rel=0.05), "two legs of two hundred points each"
    picture(console, "a measure")
    console.keyboard.press("Backspace")
    expect(texts).to_have_count(1)
    console.keyboard.press("Escape")
    expect(texts).to_have_count(0)
    expect(measure).to_have_attribute("aria-pressed", "false")


def test_the_map_follows_a_unit_until_it_is_dragged(console: Page, picture: Callable[[Page, str], None]) -> None:
    unit = Unit.objects.get(call_sign="A1")

    def middle() -> float:
        return float(console.evaluate("JSON.parse(localStorage.getItem('map-view')).lon"))

    console.get_by_role("region", name="Force").get_by_role("button", name="A1").click()
    follow = console.get_by_role("button", name="Follow on the map")
    follow.click()
    put(unit, -122.45, 37.78, datetime.now(UTC))
    while abs(middle() + 122.45) > 0.001:  # the limit of the journey's time ends it
        console.wait_for_timeout(100)
    picture(console, "following")
    console.mouse.move(700, 300)
    console.mouse.down()
    console.mouse.move(800, 380, steps=5)
    console.mouse.up()
    expect(follow).to_have_attribute("aria-pressed", "false")
    with console.expect_response(lambda answer: answer.url.endswith("/api/positions")):
        put(unit, -122.40, 37.78, datetime.now(UTC))
    with console.expect_response(lambda answer: answer.url.endswith("/api/positions")):
        pass
    assert middle() < -122.44, "the map went after the unit"


def test_units_that_the_board_leaves_out_are_faint_until_all_are_wanted_again(
    console: Page, picture: Callable[[Page, str], None]
) -> None:
    note = console.get_by_text("1 of 2 units stand out")
    console.get_by_label("Find a unit").fill("A2")
    expect(note).to_be_visible()
    picture(console, "one unit stands out")
    console.get_by_role("button", name="Show all").click()
    expect(note).to_be_hidden()
    expect(console.get_by_label("Find a unit")).to_have_value("")
