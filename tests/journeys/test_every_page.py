"""Every page, with the bureau at work, in both languages, by day and night, large and small.

No serious fault of axe-core (names of controls, contrast AA, AAA on the phone), no text that is cut, no page that
scrolls sideways.
"""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from patrol import services
from patrol.models import Organization, User
from patrol.vocabulary import Role
from tests.journeys.look import faults
from tests.test_doors import DOORS
from tests.world import World

pytestmark = pytest.mark.journey

LOOKS = [
    (1920, 1080, "en", "day"),
    (1366, 768, "zh-hans", "night"),
    (390, 844, "zh-hans", "day"),
    (390, 844, "en", "night"),
]
DESK = [
    "patrol:design",
    "patrol:profile",
    "patrol:enrol",
    "patrol:units_table",
    "patrol:people_table",
    "patrol:force_import",
    "dispatch:console",
    "dispatch:calls_table",
    "dispatch:unit_codes",
    "zones:ground_import",
    "zones:ground_page",
    "zones:zones_table",
    "zones:points_table",
]
# Addresses without /api/ that are no page of their own, and why.
NO_PAGE = {
    "patrol:home": "leads to the own page; with several, the doors stand in the menu of every page here",
    "patrol:log_out": "leads to the log-in",
    "patrol:code": "a picture",
    "patrol:force_blank": "a file",
    "patrol:log_in": "looked at by itself, before the log-in",
    "dispatch:officer": "looked at by itself, on the phone",
    "dispatch:call_print": "looked at by itself, with its call",
    "dispatch:sheet": "for the printer",
    "dispatch:console_picture": "data",
    "dispatch:officer_picture": "data",
    "dispatch:officer_worker": "a script",
    "dispatch:officer_manifest": "the name and picture of the app",
    "zones:tile": "a piece of the map",
    "health": "for the supervisor of processes",
    "health_live": "for the supervisor of processes",
    "metrics": "for Prometheus",
    "set_language": "leads back",
    "admin_log_in": "leads to our own log-in",
}


def wear(page: Page, site: str, look: tuple[int, int, str, str]) -> str:
    """Give the page this size, language and light; its name."""
    width, height, language, theme = look
    page.set_viewport_size({"width": width, "height": height})
    cookies = {"django_language": language, "theme": theme}
    page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
    return f"{width} {language} {theme}"


def walk(
    page: Page, site: str, pages: dict[str, str], looks: list[tuple[int, int, str, str]], see: Callable[..., None]
) -> list[str]:
    """Go to each address in each look; what is wrong, with where."""
    found = []
    for look in looks:
        worn = wear(page, site, look)
        for name, path in pages.items():
            page.goto(site + path)
            page.wait_for_load_state("networkidle" if name != "dispatch:console" else "load")
            if name == "dispatch:console":
                expect(page.locator("#calls-loading")).to_be_hidden()
            see(page, f"{name.split(':')[1]} {worn}")
            found += [f"{name} {worn}: {fault}" for fault in faults(page, enhanced=name == "dispatch:officer")]
    return found


@pytest.fixture
def chief(bureau: Organization, make_person: Callable[..., User], world: World, now: datetime) -> User:
    """Somebody who may open every page of the desk and the console."""
    person = make_person(bureau, Role.OPERATOR, username="all")
    for role in (Role.SUPERVISOR, Role.PLANNER, Role.ADMINISTRATOR, Role.DUTY_CHIEF):
        services.grant_role(user_id=person.pk, role=role, organization_id=bureau.pk, by=person, at=now)
    return person


def test_every_page_is_walked_over() -> None:
    names = {door.name for door in DOORS if not door.path.startswith(("/api/", "/admin/"))}
    assert names - {*DESK, *NO_PAGE} == set()


def test_no_page_of_the_desk_has_a_serious_fault(
    transactional_db: None,
    chief: User,
    world: World,
    open_page: Callable[..., Page],
    site: str,
    picture: Callable[[Page, str], None],
) -> None:
    page = open_page("all", 1920, 1080, reduced_motion="reduce")
    pages = {name: reverse(name) for name in DESK}
    pages["dispatch:call_print"] = reverse("dispatch:call_print", args=[world.incident.pk])
    found = walk(page, site, pages, LOOKS, picture)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("look", LOOKS[:2], ids=["day", "night"])
def test_nothing_that_opens_on_the_console_has_a_serious_fault(
    look: tuple[int, int, str, str],
    chief: User,
    world: World,
    open_page: Callable[..., Page],
    site: str,
    picture: Callable[[Page, str], None],
) -> None:
    """The card of a call, of a unit, the alarms, a new call, a call from paper."""
    page = open_page("all", *look[:2], reduced_motion="reduce")
    worn = wear(page, site, look)
    page.goto(site + reverse("dispatch:console"))
    opened = {
        "call": ("#calls button", "#card"),
        "unit": ("#units button", "#unit-card"),
        "alarms": ("#bell", "#alarms"),
        "intake": ("#new-call", "#intake"),
        "paper": ("#paper-open", "#paper"),
    }
    found = []
    for name, (door, pane) in opened.items():
        page.locator(door).first.click()
        expect(page.locator(pane)).to_be_visible()
        expect(page.locator(f"{pane} .skeleton").locator("visible=true")).to_have_count(0)
        picture(page, f"console {name} {worn}")
        found += [f"{name} {worn}: {fault}" for fault in faults(page)]
        page.keyboard.press("Escape")
    assert not found, "\n".join(found)


def test_the_phone_has_no_serious_fault_and_is_read_in_the_sun(
    transactional_db: None,
    world: World,
    officer: User,
    open_page: Callable[..., Page],
    site: str,
    picture: Callable[[Page, str], None],
) -> None:
    """An officer without a unit, and one under an order."""
    pages = {"dispatch:officer": reverse("dispatch:officer")}
    looks = [look for look in LOOKS if look[0] == 390]
    found = []
    for person in (officer, world.crew[0]):
        page = open_page(person.username, 390, 844, is_mobile=True, has_touch=True, reduced_motion="reduce")
        page.wait_for_load_state("networkidle")
        found += walk(page, site, pages, looks, lambda seen, name, who=person: picture(seen, f"{who.username} {name}"))
    assert found == []


def test_the_log_in_has_no_serious_fault(
    transactional_db: None, browser: Browser, site: str, picture: Callable[[Page, str], None]
) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        assert walk(context.new_page(), site, {"patrol:log_in": reverse("patrol:log_in")}, LOOKS, picture) == []
