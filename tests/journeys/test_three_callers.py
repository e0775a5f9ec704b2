"""Three people call about one event: one call, three numbers to call back, a unit sent while the first one speaks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dispatch.models import Caller, Incident, IncidentNote
from patrol.models import Organization, Unit, User
from patrol.vocabulary import Role

pytestmark = pytest.mark.journey

BESIDE = "-122.4112, 37.7711"  # some 20 m off


def begin_call(console: Page, *, place: str, at: str, phone: str, note: str) -> None:
    console.get_by_role("button", name="New call").click()
    form = console.locator("#intake")
    form.get_by_label("What happened").select_option("robbery")
    form.get_by_label("Place in words").fill(place)
    form.get_by_label("Longitude").fill(at)
    form.get_by_label("Longitude").press("Tab")
    form.get_by_label("Caller's number").fill(phone)
    form.get_by_label("Note").fill(note)


def test_three_callers_make_one_call_and_the_unit_goes_while_the_first_one_speaks(
    dispatcher: User,
    bureau: Organization,
    make_person: Callable[..., User],
    make_unit: Callable[..., Unit],
    open_page: Callable[..., Page],
    picture: Callable[[Page, str], None],
) -> None:
    make_unit("NEAR", -122.41, 37.77)
    make_person(bureau, Role.OPERATOR, username="second")
    console = open_page("dispatcher", 1366, 768)
    begin_call(console, place="Market 900", at="-122.411, 37.771", phone="555 0100", note="A man with a knife")
    console.get_by_role("button", name="Take, keep typing").click()
    card = console.get_by_role("article")
    expect(console.get_by_text("is taken: a unit can be sent")).to_be_visible()
    card.get_by_role("button", name="Send NEAR").click()
    expect(card.get_by_role("heading", name="Units sent")).to_be_visible()
    picture(console, "taken while typing")

    note = console.locator("#intake").get_by_label("Note")
    expect(note).to_have_value("A man with a knife")
    note.press("End")
    note.press_sequentially(", in the hall.")
    note.press("Enter")
    expect(card.get_by_text("A man with a knife, in the hall.")).to_be_visible()
    note.fill("In car 京A12345")
    note.press("Enter")
    expect(console.get_by_text("seems to hold a number plate")).to_be_visible()
    note.fill("He is leaving")
    console.reload()  # the browser crashed
    expect(note).to_have_value("He is leaving")
    console.get_by_role("button", name="That was all").click()
    expect(note).to_be_hidden()
    console.reload()
    expect(console.get_by_role("button", name="New call")).to_be_enabled()
    expect(note).to_be_hidden()

    other = open_page("second", 1920, 1080)
    begin_call(other, place="The hall by Market", at=BESIDE, phone="555 0101", note="I hear shouting")
    expect(other.get_by_text("Market 900")).to_have_count(2)
    picture(other, "likely duplicate while typing")
    other.locator("#intake").get_by_role("button", name="Add the caller").click()
    theirs = other.get_by_role("article")
    expect(theirs.get_by_role("link", name="555 0101")).to_be_visible()
    expect(theirs.get_by_text("I hear shouting")).to_be_visible()

    begin_call(other, place="Opposite the hall", at=BESIDE, phone="555 0102", note="")
    other.get_by_role("button", name="Take the call").click()
    expect(theirs.get_by_role("link", name="555 0102")).to_be_visible()
    expect(theirs.get_by_text("May be the same event")).to_be_visible()
    picture(other, "likely duplicate on the card")
    theirs.get_by_role("button", name="Close this one as a duplicate").click()
    expect(theirs.get_by_text("This call is closed")).to_be_visible()

    console.get_by_role("region", name="Calls").get_by_text("Market 900").click()
    for number in ("555 0100", "555 0101", "555 0102"):
        expect(card.get_by_role("link", name=number)).to_be_visible()
    expect(card.get_by_text("Linked to it")).to_be_visible()
    picture(console, "three callers on one call")
    assert Incident.objects.open().count() == 1
    assert Caller.objects.count() == 3
    said = IncidentNote.objects.order_by("pk").values_list("text", flat=True)
    assert list(said) == ["A man with a knife, in the hall.", "In car 京A12345", "He is leaving", "I hear shouting"]


def test_an_officer_who_finds_something_is_on_scene_at_once(
    dispatcher: User,
    officer: User,
    make_unit: Callable[..., Unit],
    open_page: Callable[..., Page],
    picture: Callable[[Page, str], None],
) -> None:
    make_unit("NEAR", -122.41, 37.77, crew=[officer])
    console = open_page("dispatcher", 1366, 768)
    phone = open_page("officer", 390, 844, is_mobile=True, has_touch=True)
    phone.get_by_role("button", name="Found something").click()
    phone.get_by_label("What happened").select_option("robbery")
    phone.get_by_label("Note").fill("A shop was broken into")
    picture(phone, "found something")
    phone.get_by_role("button", name="Report it: we are on scene").click()
    expect(phone.get_by_role("button", name="Done")).to_be_enabled()
    picture(phone, "found and on scene")
    console.get_by_role("region", name="Calls").get_by_role("listitem").click()
    card = console.get_by_role("article")
    expect(card.get_by_text("A shop was broken into")).to_be_visible()
    expect(card.locator(".step[data-done]").filter(has_text="On scene")).to_be_visible()
    picture(console, "found on patrol")
