"""A planner draws on the desk; a console in another browser shows it without being loaded again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from patrol.models import Organization, User
from patrol.vocabulary import Role
from zones.models import BeatVersion, Point, Zone, ZoneVersion

pytestmark = pytest.mark.journey


@pytest.fixture
def planner(bureau: Organization, make_person: Callable[..., User]) -> User:
    return make_person(bureau, Role.PLANNER, username="planner")


def click_map(page: Page, *places: tuple[float, float]) -> None:
    """Click on the map at shares of its width and height, as a hand does: move there first."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    for across, down in places:
        page.mouse.move(box["x"] + box["width"] * across - 3, box["y"] + box["height"] * down)
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_what_a_planner_draws_appears_on_an_open_console(
    planner: User, dispatcher: User, open_page: Callable[..., Page]
) -> None:
    console = open_page("dispatcher", 1366, 768)
    expect(console.get_by_text("No zones are loaded yet")).to_be_visible()
    desk = open_page("planner", 1366, 768)
    desk.get_by_role("navigation").get_by_role("link", name="Ground").click()
    expect(desk.get_by_text("Nothing is drawn yet")).to_be_visible()

    desk.get_by_role("button", name="New zone").click()
    click_map(desk, (0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.5, 0.5))
    desk.get_by_role("button", name="Undo").click()
    click_map(desk, (0.2, 0.8), (0.2, 0.2))
    desk.get_by_label("Code", exact=True).locator("visible=true").fill("Z1")
    desk.get_by_label("Name", exact=True).locator("visible=true").fill("Lake front")
    desk.get_by_label("Class").select_option("Scenic area")
    save(desk)

    for number, place in enumerate([(0.3, 0.3), (0.6, 0.3), (0.6, 0.7)], start=1):
        desk.get_by_role("button", name="New point").click()
        click_map(desk, place)
        desk.get_by_label("Code", exact=True).locator("visible=true").fill(f"P{number}")
        desk.get_by_label("Name", exact=True).locator("visible=true").fill(f"Gate {number}")
        desk.get_by_label("Kind").locator("visible=true").select_option("Must-patrol point")
        save(desk)

    desk.get_by_role("button", name="New beat").click()
    click_map(desk, (0.2, 0.2), (0.8, 0.2), (0.8, 0.8))
    desk.keyboard.press("Enter")
    desk.get_by_label("Code", exact=True).locator("visible=true").fill("B1")
    desk.get_by_label("Name", exact=True).locator("visible=true").fill("First beat")
    save(desk)

    shape = ZoneVersion.objects.get(zone__code="Z1").shape
    assert [len(ring) for polygon in shape for ring in polygon] == [5]
    assert Zone.objects.get(code="Z1").zone_class == "scenic"
    assert Point.objects.count() == 3
    assert BeatVersion.objects.get().shape.within(shape.buffer(1e-6))

    expect(console.get_by_text("No zones are loaded yet")).to_be_hidden()
    expect(console.locator(".map path.zone-scenic")).to_have_count(1)
    expect(console.locator(".map .pin-point")).to_have_count(3)
    expect(console.locator(".map path.beat")).to_have_count(1)
