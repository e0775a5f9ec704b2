"""An operator works a night by keyboard alone: a call, its level, an alarm that waits with a reason."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from patrol import services
from patrol.models import Alarm, Organization, Unit

pytestmark = pytest.mark.journey

HERE = {"longitude": -122.4100, "latitude": 37.7700}

type Picture = Callable[[Page, str], None]


@pytest.fixture
def units(make_unit: Callable[..., Unit]) -> list[Unit]:
    """One close to the call, and one farther off."""
    return [make_unit("A1", HERE["longitude"], HERE["latitude"]), make_unit("A2", -122.45, 37.79)]


@pytest.fixture
def alarm(transactional_db: None, bureau: Organization, now: datetime) -> Alarm:
    data: dict[str, object] = {"call_sign": "A1"}
    return services.raise_alarm(kind="unit.overdue", subject=("patrol.unit", 1), organization=bureau, data=data, at=now)


def test_an_alarm_waits_with_a_reason_and_is_taken(
    open_page: Callable[..., Page], units: list[Unit], alarm: Alarm, picture: Picture
) -> None:
    console = open_page("dispatcher", 1366, 768)
    alarms = console.get_by_role("region", name="Alarms")
    expect(console.get_by_role("button", name="Alarms")).to_contain_text("1")
    console.keyboard.press("a")
    expect(alarms.get_by_role("button", name="Acknowledge")).to_be_focused()
    expect(alarms).to_contain_text("in the last hour, at most 6 meant")
    console.keyboard.press("Tab")
    console.keyboard.press("Enter")
    console.keyboard.type("they told by radio")
    picture(console, "an alarm is put off")
    console.keyboard.press("Enter")
    expect(alarms).to_contain_text("silent until")
    expect(alarms).to_contain_text("they told by radio")
    expect(console.get_by_role("button", name="Alarms")).to_contain_text("0")
    console.keyboard.press("Shift+Tab")
    console.keyboard.press("Enter")
    expect(alarms).to_contain_text("taken by")
    picture(console, "an alarm has its owner")
    console.keyboard.press("Escape")
    expect(alarms).to_be_hidden()
    alarm.refresh_from_db()
    assert alarm.snooze_reason == "they told by radio"
    assert alarm.owner


def test_sounds_are_muted_and_stay_so(open_page: Callable[..., Page], units: list[Unit]) -> None:
    console = open_page("dispatcher", 1366, 768)
    mute = console.get_by_role("button", name="Mute the sounds")
    mute.click()
    expect(mute).to_have_attribute("aria-pressed", "true")
    console.reload()
    expect(mute).to_have_attribute("aria-pressed", "true")
