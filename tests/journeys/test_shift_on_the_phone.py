"""A whole shift on the phone by touch, with the network cut in the middle: every record once, in order, in its time."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from dispatch import services
from dispatch.models import Incident
from patrol.clocks import QUEUED_AFTER
from patrol.models import JournalEntry, Organization, Unit, User
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
WHILE_CUT = [
    "order.acknowledged",
    "assignment.en_route",
    "assignment.arrived",
    "incident.first_reported",
    "incident.controlled",
    "assignment.cleared",
]
FOUND = ["order.acknowledged", "assignment.en_route", "assignment.arrived"]
LONG_ENOUGH_MS = QUEUED_AFTER / timedelta(milliseconds=1) + 1000


def told_while_cut(since: datetime) -> list[JournalEntry]:
    """What the phone told of the time without a network, as the server recorded it."""
    return list(JournalEntry.objects.filter(kind__in=WHILE_CUT, at__gte=since).order_by("pk"))


@pytest.fixture
def unit(make_unit: Callable[..., Unit], make_person: Callable[..., User], officer: User) -> Unit:
    """A unit that nobody has signed on to yet, and two mates to ride along."""
    for _number in range(2):
        make_person(officer.organization, sworn=False)
    return make_unit("NEAR", on_duty=False)


def send(bureau: Organization, unit: Unit, by: User) -> None:
    """A call for the unit."""
    act = {"by": by, "at": datetime.now(UTC)}
    place = {"place": "Market 900, by the cinema", "lon": -122.411, "lat": 37.771}
    call = services.take_call(organization_id=bureau.pk, type_code="theft", **place, **act)
    services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], **act)


def wait_until_kept(phone: Page) -> None:
    """Until the page can do without a network."""
    phone.wait_for_function(
        "async () => navigator.serviceWorker.controller && (await (await caches.open('officer')).match('/officer/'))"
    )


def cut(phone: Page) -> datetime:
    """Take the network away; gives when."""
    wait_until_kept(phone)
    phone.context.set_offline(True)
    return datetime.now(UTC)


def test_a_shift_with_the_network_cut_in_the_middle(
    bureau: Organization,
    dispatcher: User,
    officer: User,
    unit: Unit,
    open_page: Callable[..., Page],
    site: str,
    picture: Callable[[Page, str], None],
) -> None:
    phone = open_page("officer", 390, 844, **PHONE)
    phone.goto(f"{site}/officer/?unit=NEAR")  # as the code in the vehicle says
    expect(phone.get_by_label("Unit").locator("option:checked")).to_have_text("NEAR")
    for mate in phone.locator(".mate", has_text="Auxiliary").all():
        mate.tap()
    phone.get_by_role("button", name="Sign on").tap()
    expect(phone.get_by_role("heading", name="No order")).to_be_visible()

    phone.get_by_role("button", name="At a post").tap()
    expect(phone.locator("#standing")).to_have_text("At a post")

    send(bureau, unit, dispatcher)
    expect(phone.get_by_role("heading", name="Theft")).to_be_visible()
    since = cut(phone)
    for button in ("Acknowledge", "En route", "On scene"):
        phone.get_by_role("button", name=button).tap()
    expect(phone.get_by_text("3 steps not sent yet")).to_be_visible()
    picture(phone, "without a network")

    phone.reload()
    expect(phone.get_by_role("heading", name="Theft")).to_be_visible()
    expect(phone.get_by_text("3 steps not sent yet")).to_be_visible()
    for button in ("First report", "Under control", "Done", "Settled on the spot"):
        phone.get_by_role("button", name=button).tap()
    phone.get_by_role("button", name="Found something").tap()
    phone.get_by_label("What happened").select_option("theft")
    phone.get_by_label("Note").fill("A bicycle without a wheel")
    phone.get_by_role("button", name="Report it: we are on scene").tap()
    expect(phone.get_by_text("7 steps not sent yet")).to_be_visible()
    picture(phone, "opened again without a network")

    phone.wait_for_timeout(LONG_ENOUGH_MS)
    assert told_while_cut(since) == []
    back = datetime.now(UTC)
    phone.context.set_offline(False)
    expect(phone.get_by_text("steps not sent yet")).to_be_hidden()
    expect(phone.get_by_role("button", name="First report")).to_be_enabled()  # of the call that it found

    entries = told_while_cut(since)
    assert [entry.kind for entry in entries] == WHILE_CUT + FOUND
    assert all(since <= entry.at < back - QUEUED_AFTER for entry in entries)
    assert len({entry.at for entry in entries}) >= len(WHILE_CUT)
    assert all(entry.recorded_at >= back for entry in entries)
    assert Incident.objects.filter(type__code="theft").count() == 2

    phone.get_by_role("button", name="Done").tap()
    phone.get_by_role("button", name="Settled on the spot").tap()
    expect(phone.get_by_role("heading", name="No order")).to_be_visible()
    phone.get_by_role("button", name="Menu").tap()
    phone.get_by_role("button", name="End the shift").tap()
    expect(phone.get_by_role("heading", name="Start of shift")).to_be_visible()


def test_a_code_of_a_unit_that_is_not_free_says_so(
    officer: User, unit: Unit, open_page: Callable[..., Page], site: str
) -> None:
    phone = open_page("officer", 390, 844, **PHONE)
    phone.goto(f"{site}/officer/?unit=FAR")
    expect(phone.get_by_text("FAR is not free to sign on.")).to_be_visible()
    expect(phone.get_by_label("Unit").locator("option:checked")).to_have_text("Choose the unit")


def test_who_logs_out_leaves_nothing_on_the_phone_but_what_is_not_sent(
    officer: User, unit: Unit, open_page: Callable[..., Page]
) -> None:
    phone = open_page("officer", 390, 844, **PHONE)
    expect(phone.get_by_role("heading", name="Start of shift")).to_be_visible()
    wait_until_kept(phone)
    phone.evaluate(f"localStorage.setItem('unsent-{officer.pk}:k', '{{}}')")
    phone.get_by_role("button", name="Menu").tap()
    phone.get_by_role("button", name="Log out").tap()
    expect(phone.get_by_label("User name")).to_be_visible()
    phone.wait_for_function("async () => !(await caches.keys()).length")
    assert phone.evaluate("Object.keys(localStorage)") == [f"unsent-{officer.pk}:k"]


def test_a_driver_in_motion_sees_status_buttons_only_and_a_passenger_opens_the_phone(
    bureau: Organization,
    dispatcher: User,
    officer: User,
    make_unit: Callable[..., Unit],
    make_person: Callable[..., User],
    open_page: Callable[..., Page],
    picture: Callable[[Page, str], None],
) -> None:
    mates = [make_person(officer.organization, sworn=False) for _number in range(2)]
    send(bureau, make_unit("NEAR", HERE["longitude"], HERE["latitude"], crew=[officer, *mates]), dispatcher)
    phone = open_page("officer", 390, 844, **PHONE)
    expect(phone.get_by_text("Position told")).to_be_visible()
    phone.wait_for_timeout(1000)
    phone.context.set_geolocation(HERE | {"longitude": HERE["longitude"] + 0.01})
    expect(phone.get_by_text("You are moving: status buttons only.")).to_be_visible()
    picture(phone, "in motion")
    assert faults(phone, enhanced=True) == []
    expect(phone.get_by_role("button", name="Acknowledge")).to_be_visible()
    for button in ("Found something", "Menu"):
        expect(phone.get_by_role("button", name=button)).to_be_hidden()

    phone.get_by_role("button", name="I am the passenger").tap()
    expect(phone.get_by_role("button", name="Found something")).to_be_visible()
    expect(phone.get_by_text("not sent yet")).to_be_hidden()
    phone.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('unsent-'))")
    assert JournalEntry.objects.get(kind="unit.lock_overridden").actor == officer.display_name


def test_a_page_that_is_older_than_the_server_says_so(
    officer: User, unit: Unit, open_page: Callable[..., Page]
) -> None:
    def newer(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda text: socket.send(re.sub('"release": ?""', '"release": "newer"', str(text))))

    phone = open_page("officer", 390, 844, **PHONE)
    expect(phone.get_by_role("heading", name="Start of shift")).to_be_visible()
    expect(phone.get_by_text("There is a newer version of this page.")).to_be_hidden()
    phone.route_web_socket("**/ws/live*", newer)
    phone.reload()
    expect(phone.get_by_text("There is a newer version of this page.")).to_be_visible()
    phone.get_by_role("button", name="Load again").tap()
    expect(phone.get_by_role("heading", name="Start of shift")).to_be_visible()
