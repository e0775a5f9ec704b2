"""The first administrator comes from the environment, once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from patrol.models import JournalEntry, User
from patrol.permissions import can_import_force, can_manage_force

pytestmark = pytest.mark.django_db

PASSWORD = "Lamp-post-under-rain-4"


def run(monkeypatch: pytest.MonkeyPatch, username: str = "", password: str = "") -> str:
    for name, value in (("PATROL_ADMIN", username), ("PATROL_ADMIN_PASSWORD", password)):
        monkeypatch.setenv(name, value)
    said = StringIO()
    call_command("first_administrator", stdout=said)
    return said.getvalue()


def test_without_the_environment_nobody_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "not set" in run(monkeypatch)
    assert not User.objects.exists()


def test_the_first_administrator_may_plant_the_first_bureau(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Made the administrator chief" in run(monkeypatch, "chief", PASSWORD)

    person = User.objects.get(username="chief")
    assert person.check_password(PASSWORD)
    assert can_import_force(person)
    assert can_manage_force(person, "/")


def test_a_second_run_changes_nothing_not_even_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, "chief", PASSWORD)
    assert "already" in run(monkeypatch, "chief", "Another-password-55")

    assert User.objects.get().check_password(PASSWORD)
    assert JournalEntry.objects.filter(kind="person.created").count() == 1


def test_a_weak_password_makes_nobody_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="No administrator was made"):
        run(monkeypatch, "chief", "chief")
    assert not User.objects.exists()


def test_half_an_environment_names_the_missing_half(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="PATROL_ADMIN_PASSWORD is not set"):
        run(monkeypatch, "chief")
