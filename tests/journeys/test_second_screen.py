"""An operator puts a pane on a second screen: it shows there, and what is chosen in it opens in the first window."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from dispatch import services
from patrol.models import Organization, Unit, User

pytestmark = pytest.mark.journey


@pytest.fixture
def console(
    bureau: Organization,
    dispatcher: User,
    now: datetime,
    make_unit: Callable[..., Unit],
    open_page: Callable[..., Page],
) -> Page:
    make_unit("A1", -122.41, 37.77)
    services.take_call(
        organization_id=bureau.pk, type_code="theft", lon=-122.411, lat=37.771, place="Market 900", by=dispatcher,
        at=now - timedelta(minutes=1),
    )  # fmt: skip
    console = open_page("dispatcher", 1920, 1080)
    expect(console.get_by_role("region", name="Calls").get_by_text("Market 900")).to_be_visible()
    return console


def test_calls_on_a_second_screen_open_in_the_first_window(console: Page, picture: Callable[[Page, str], None]) -> None:
    calls, force = console.get_by_role("region", name="Calls"), console.get_by_role("region", name="Force")
    with console.expect_popup() as popup:
        calls.get_by_role("button", name="Calls in a window of their own").click()
    second = popup.value
    expect(calls).to_be_hidden()
    expect(second.get_by_role("region", name="Force")).to_be_hidden()
    expect(second.get_by_role("button", name="New call")).to_be_hidden()
    second.get_by_text("Market 900").click()
    expect(console.get_by_role("article")).to_contain_text("Market 900")
    picture(second, "calls on the second screen")
    picture(console, "the first window")

    with console.expect_popup() as popup:
        force.get_by_role("button", name="Force in a window of its own").click()
    expect(force).to_be_hidden()
    popup.value.get_by_role("button", name="A1").click()
    expect(popup.value.locator("#unit-card")).to_contain_text("A1")
    popup.value.close()
    expect(force).to_be_visible()

    console.get_by_role("button", name="Bring back: Calls").click()
    expect(calls).to_be_visible()
    assert second.is_closed()
