"""Logging in: a person is locked after five wrong passwords, an address never; the duty chief frees."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from patrol import services
from patrol.errors import NotAllowed
from patrol.models import JournalEntry, Organization, User
from patrol.vocabulary import Role

pytestmark = pytest.mark.django_db

RIGHT = "a test password"


@pytest.fixture
def duty_chief(bureau: Organization, make_person: Callable[..., User]) -> User:
    return make_person(bureau, Role.DUTY_CHIEF, username="chief")


def log_in(username: str, password: str = RIGHT) -> HttpResponse:
    """One try at the page, from a browser of its own at the address that everybody shares."""
    return Client().post(reverse("patrol:log_in"), {"username": username, "password": password})


def ask_for_token(username: str, password: str = RIGHT) -> HttpResponse:
    return Client().post(
        reverse("patrol:token"), {"username": username, "password": password}, content_type="application/json"
    )


def fail(username: str, times: int, door: Callable[..., HttpResponse] = log_in) -> None:
    for number in range(times):
        assert door(username, f"wrong {number}").status_code != 302


def session_of(person: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(person)
    return client


def free(username: str, client: Client) -> HttpResponse:
    return client.post(reverse("patrol:person_free", args=[username]), content_type="application/json")


def test_the_right_password_opens_the_door(officer: User) -> None:
    assert log_in("officer").status_code == 302
    assert ask_for_token("officer").json()["token"]


def test_four_wrong_passwords_lock_nobody_and_success_forgets_them(officer: User) -> None:
    fail("officer", 4)
    assert log_in("officer").status_code == 302
    fail("officer", 4)
    assert log_in("officer").status_code == 302


@pytest.mark.parametrize("door", [log_in, ask_for_token])
def test_five_wrong_passwords_lock_the_person_at_both_doors(officer: User, door: Callable[..., HttpResponse]) -> None:
    fail("officer", 5, door)
    assert log_in("officer").status_code == 403
    answer = ask_for_token("officer")
    assert (answer.status_code, answer.json()["code"]) == (403, "locked_out")


def test_the_failures_of_both_doors_count_together(officer: User) -> None:
    fail("officer", 3)
    fail("officer", 2, ask_for_token)
    assert log_in("officer").status_code == 403


def test_the_locked_page_says_who_frees(officer: User) -> None:
    fail("officer", 5)
    answer = Client().post(
        reverse("patrol:log_in"), {"username": "officer", "password": RIGHT}, headers={"Accept-Language": "en"}
    )
    assert "duty chief" in answer.content.decode()


def test_another_person_at_the_same_address_logs_in_all_the_same(officer: User, dispatcher: User) -> None:
    fail("officer", 5)
    fail("nobody at all", 20)
    assert log_in("dispatcher").status_code == 302
    assert ask_for_token("dispatcher").status_code == 200


def test_who_is_logged_in_already_goes_on_working_while_locked(officer: User) -> None:
    client = session_of(officer)
    fail("officer", 5)
    assert client.get(reverse("patrol:journal")).status_code == 200


def test_the_duty_chief_frees_and_it_is_written_down(officer: User, duty_chief: User) -> None:
    fail("officer", 5)
    assert free("officer", session_of(duty_chief)).status_code == 200

    assert log_in("officer").status_code == 302
    entry = JournalEntry.objects.get(kind="person.freed")
    assert (entry.actor_id, entry.data) == (duty_chief.pk, {"user": officer.pk})


def test_only_the_duty_chief_over_the_person_frees(officer: User, dispatcher: User, outsider: User) -> None:
    sessions = [session_of(person) for person in (officer, dispatcher, outsider)]
    fail("officer", 5)
    assert [free("officer", session).status_code for session in sessions] == [403, 403, 403]
    assert log_in("officer").status_code == 403


def test_freeing_somebody_who_is_not_locked_is_refused(officer: User, duty_chief: User, now: datetime) -> None:
    with pytest.raises(NotAllowed, match="not locked"):
        services.free_locked_person(person=officer, by=duty_chief, at=now)


def test_whoever_left_the_force_does_not_get_in(officer: User, dispatcher: User, now: datetime) -> None:
    services.change_person(
        user_id=officer.pk,
        display_name=officer.display_name,
        organization_id=officer.organization_id,
        sworn=True,
        active=False,
        by=dispatcher,
        at=now,
    )
    assert log_in("officer").status_code == 200
    assert ask_for_token("officer").status_code == 401


def test_the_first_administrator_is_led_to_the_import_of_the_force(now: datetime) -> None:
    services.create_first_administrator(username="first", password="Lamp-post-under-rain-4", at=now)
    client = Client(headers={"Accept-Language": "en"})
    answer = client.post(
        reverse("patrol:log_in"), {"username": "first", "password": "Lamp-post-under-rain-4"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == reverse("patrol:force_import")
    assert "There is no force yet" in answer.content.decode()


NEW = "Rain-on-nine-bridges-7"


def change_own(client: Client, old: str, new: str = NEW) -> str:
    form = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(reverse("patrol:profile"), form, follow=True).content.decode()


def test_one_changes_ones_own_password_and_other_browsers_are_logged_out(officer: User) -> None:
    here, elsewhere = session_of(officer), session_of(officer)
    assert "Your password is changed" in change_own(here, RIGHT)
    assert here.get(reverse("patrol:profile")).status_code == 200
    assert elsewhere.get(reverse("patrol:profile")).status_code == 302
    assert log_in("officer", NEW).status_code == 302
    entry = JournalEntry.objects.get(kind="person.password_set")
    assert (entry.actor_id, entry.data) == (officer.pk, {"user": officer.pk})


@pytest.mark.parametrize(("old", "new", "why"), [("wrong", NEW, "incorrectly"), (None, "short", "too short")])
def test_a_password_stays_without_the_old_one_or_with_a_bad_new_one(
    officer: User, old: str | None, new: str, why: str
) -> None:
    assert why in change_own(session_of(officer), old or RIGHT, new)
    officer.refresh_from_db()
    assert officer.check_password(RIGHT)


def test_the_profile_names_the_roles_and_where_they_count(dispatcher: User) -> None:
    page = session_of(dispatcher).get(reverse("patrol:profile")).content.decode()
    assert "Operator" in page
    assert dispatcher.organization is not None
    assert dispatcher.organization.name in page
