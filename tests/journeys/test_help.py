"""A crew in danger calls for help by thumb, also without a network; the console hears it and answers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dispatch.models import Incident
from patrol.models import Alarm, Unit, User
from patrol.vocabulary import HELP
from tests.journeys.look import faults

pytestmark = pytest.mark.journey

HERE = {"longitude": -122.4100, "latitude": 37.7700}
PHONE = {
    "geolocation": HERE,
    "permissions": ["geolocation"],
    "is_mobile": True,
    "has_touch": True,
    "reduced_motion": "reduce",
}


@pytest.fixture(autouse=True)
def unit(make_unit: Callable[..., Unit], make_person: Callable[..., User], officer: User) -> Unit:
    """The officer's unit."""
    mates = [make_person(officer.organization, sworn=False) for _number in range(2)]
    return make_unit("NEAR", HERE["longitude"], HERE["latitude"], crew=[officer, *mates])


def hold(page: Page, button: Locator, ms: int) -> None:
    """Press without letting go for so long."""
    button.hover()
    page.mouse.down()
    page.wait_for_timeout(ms)
    page.mouse.up()


def test_help_is_held_counted_down_heard_taken_and_ended(
    dispatcher: User,
    make_unit: Callable[..., Unit],
    open_page: Callable[..., Page],
    picture: Callable[[Page, str], None],
) -> None:
    make_unit("FAR", -122.42, 37.77)
    console = open_page("dispatcher", 1366, 768, reduced_motion="reduce")
    phone = open_page("officer", 390, 844, **PHONE)
    button = phone.get_by_role("button", name="Help", exact=True)
    expect(phone.get_by_text("Position told")).to_be_visible()

    hold(phone, button, 400)
    expect(phone.get_by_text("Hold for one second.")).to_be_visible()
    hold(phone, button, 1200)
    counting = phone.get_by_role("alertdialog", name="Calling for help")
    expect(counting).to_be_visible()
    picture(phone, "counting")
    assert faults(phone, enhanced=True) == []
    phone.get_by_role("button", name="Cancel").tap()
    expect(counting).to_be_hidden()
    phone.wait_for_timeout(6000)
    assert not Alarm.objects.exists()

    hold(phone, button, 1200)
    expect(phone.get_by_text("The control room hears your call for help")).to_be_visible()
    picture(phone, "called")
    assert faults(phone, enhanced=True) == []
    banner = console.get_by_role("region", name="Calls for help")
    expect(banner).to_contain_text("NEAR calls for help.")
    expect(
        console.get_by_role("region", name="Force").get_by_role("listitem").filter(has_text="Calls for help")
    ).to_be_visible()
    picture(console, "heard")
    assert faults(console) == []

    banner.get_by_role("button", name="Take it").click()
    expect(banner).to_be_hidden()
    expect(console.get_by_role("article").get_by_role("heading", name="Crew calls for help")).to_be_visible()
    expect(phone.get_by_text("Test dispatcher has your call for help")).to_be_visible()
    expect(console.get_by_role("article").get_by_role("button", name="Send FAR")).to_be_visible()
    console.keyboard.press("1")
    expect(console.get_by_role("region", name="Calls")).to_contain_text("FAR")
    console.keyboard.press("a")
    picture(console, "taken")
    console.get_by_role("button", name="The crew is safe").click()
    expect(phone.get_by_role("button", name="Help", exact=True)).to_be_visible()


def test_help_goes_before_every_step_that_waits_for_the_network(open_page: Callable[..., Page]) -> None:
    phone = open_page("officer", 390, 844, **PHONE)
    expect(phone.get_by_text("Position told")).to_be_visible()
    refused: list[str] = []
    phone.route("**/api/found", lambda route: (refused.append(route.request.url), route.abort())[1])
    phone.get_by_role("button", name="Found something").tap()
    phone.get_by_label("What happened").select_option("theft")
    phone.get_by_role("button", name="Report it: we are on scene").tap()
    expect(phone.get_by_text("1 step not sent yet")).to_be_visible()
    hold(phone, phone.get_by_role("button", name="Help", exact=True), 1200)
    phone.get_by_role("button", name="Call now").tap()
    expect(phone.get_by_text("The control room hears your call for help")).to_be_visible()
    assert refused
    assert Incident.objects.get().type.code == "officer_help"


def test_a_phone_that_dies_while_it_counts_calls_for_help_when_it_lives_again(open_page: Callable[..., Page]) -> None:
    phone = open_page("officer", 390, 844, **PHONE)
    expect(phone.get_by_text("Position told")).to_be_visible()
    phone.context.set_offline(True)
    hold(phone, phone.get_by_role("button", name="Help", exact=True), 1200)
    expect(phone.get_by_role("alertdialog")).to_be_visible()
    phone.goto("about:blank")
    assert not Alarm.objects.exists()
    phone.context.set_offline(False)
    phone.go_back()
    expect(phone.get_by_text("The control room hears your call for help")).to_be_visible()
    assert Alarm.objects.filter(kind=HELP).count() == 1


FILL = """() => {
  for (let size = 2 ** 22; size >= 1; size /= 2) {
    try {
      localStorage.setItem(`full-${size}`, "x".repeat(size));
      localStorage.setItem(`full-${size}-again`, "x".repeat(size));
    } catch { continue; }
  }
}"""


def test_a_full_device_calls_for_help_all_the_same(open_page: Callable[..., Page]) -> None:
    phone = open_page("officer", 390, 844, **PHONE)
    expect(phone.get_by_text("Position told")).to_be_visible()
    phone.evaluate(FILL)
    hold(phone, phone.get_by_role("button", name="Help", exact=True), 1200)
    phone.get_by_role("button", name="Call now").tap()
    expect(phone.get_by_text("The control room hears your call for help")).to_be_visible()
    assert Alarm.objects.filter(kind=HELP).count() == 1
