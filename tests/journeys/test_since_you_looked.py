"""An operator who comes back to a call sees what came to it meanwhile, also after a reload."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from dispatch import services
from patrol.models import Organization, User
from patrol.vocabulary import Role

pytestmark = pytest.mark.journey


def test_what_came_since_the_last_look_stands_under_a_line(
    dispatcher: User,
    bureau: Organization,
    make_person: Callable[..., User],
    now: datetime,
    open_page: Callable[..., Page],
    picture: Callable[[Page, str], None],
) -> None:
    other = make_person(bureau, Role.OPERATOR, username="other")
    act = {"organization_id": bureau.pk, "type_code": "theft", "by": dispatcher, "at": now}
    call = services.take_call(lon=-122.411, lat=37.771, place="Market 900", note="A bicycle", **act)
    console = open_page("dispatcher", 1366, 768)
    row = console.get_by_role("region", name="Calls").get_by_role("listitem")
    card = console.get_by_role("article")
    news = row.get_by_text("News", exact=True)

    row.click()
    expect(card.get_by_text("A bicycle")).to_be_visible()
    expect(card.get_by_text("Since you last looked")).to_be_hidden()
    console.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(news).to_be_hidden()
    services.add_note(incident_id=call.pk, text="It was red", by=other, at=timezone.now())
    expect(news).to_be_visible()
    picture(console, "news of a call")

    row.click()
    expect(news).to_be_hidden()
    expect(card.get_by_text("Since you last looked")).to_be_visible()
    story = card.locator("dl.happened").inner_text()
    assert story.index("A bicycle") < story.index("Since you last looked") < story.index("It was red")
    card.get_by_text("It was red").scroll_into_view_if_needed()
    picture(console, "since you last looked")
    services.add_note(incident_id=call.pk, text="And new", by=other, at=timezone.now())
    expect(card.get_by_text("And new")).to_be_visible()
    expect(news).to_be_hidden()

    console.reload()
    services.add_note(incident_id=call.pk, text="It is found", by=other, at=timezone.now())
    row.click()
    expect(card.get_by_text("It is found")).to_be_visible()
    story = card.locator("dl.happened").inner_text()
    assert story.index("And new") < story.index("Since you last looked") < story.index("It is found")
