"""Who may open which page, and what the pages carry."""

from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.templatetags.static import static
from django.test import Client

from patrol.models import Organization, Unit, User
from patrol.vocabulary import Role

CONSOLE, OFFICER = "/console/", "/officer/"
PASSWORD = "a test password"


@pytest.mark.parametrize("path", [CONSOLE, OFFICER, "/"])
def test_a_stranger_is_sent_to_log_in(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/log-in/")


def test_a_dispatcher_opens_the_console_and_not_the_officers_page(client: Client, dispatcher: User) -> None:
    client.force_login(dispatcher)
    assert client.get(CONSOLE).status_code == 200
    assert client.get(OFFICER).status_code == 403


def test_an_officer_opens_the_officers_page_and_not_the_console(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert client.get(OFFICER).status_code == 200
    assert client.get(CONSOLE).status_code == 403
    assert client.get("/console/picture").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_the_picture_of_an_outsider_holds_nothing_of_ours(
    client: Client, outsider: User, make_unit: Callable[..., Unit]
) -> None:
    make_unit("A1", 120.0, 36.0)
    client.force_login(outsider)
    picture = client.get("/console/picture").json()["picture"]
    assert (picture["units"], picture["incidents"], picture["alarms"]) == ({}, {}, {})


@pytest.mark.django_db(transaction=True)
def test_the_picture_over_http_is_what_the_socket_sends_first(
    client: Client, dispatcher: User, make_unit: Callable[..., Unit]
) -> None:
    unit = make_unit("A1", 120.0, 36.0)
    client.force_login(dispatcher)
    message = client.get("/console/picture").json()
    assert message["kind"] == "snapshot"
    assert message["picture"]["units"][str(unit.pk)]["call_sign"] == "A1"


def test_a_person_with_one_page_is_led_straight_there(client: Client, dispatcher: User) -> None:
    client.force_login(dispatcher)
    assert client.get("/").headers["Location"] == CONSOLE


def test_pages_allow_no_inline_script_and_no_inline_style(client: Client, dispatcher: User) -> None:
    client.force_login(dispatcher)
    answer = client.get(CONSOLE)
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert " style=" not in answer.content.decode()
    assert "onclick=" not in answer.content.decode()


def test_the_chosen_theme_paints_the_page_from_the_start(client: Client, dispatcher: User) -> None:
    client.force_login(dispatcher)
    assert 'data-theme="night"' in client.get(CONSOLE).content.decode()
    client.cookies["theme"] = "day"
    assert 'data-theme="day"' in client.get(CONSOLE).content.decode()
    client.cookies["theme"] = '"><script>'
    assert 'data-theme="night"' in client.get(CONSOLE).content.decode()


def test_five_wrong_passwords_lock_the_person_and_say_who_can_help(client: Client, dispatcher: User) -> None:
    wrong = {"username": dispatcher.username, "password": "wrong"}
    answers = [client.post("/log-in/", wrong) for _attempt in range(5)]
    assert "Wrong name or password" in answers[0].content.decode() or "Wrong" in answers[0].content.decode()
    assert answers[-1].status_code == 403
    right = client.post("/log-in/", {"username": dispatcher.username, "password": PASSWORD})
    assert right.status_code == 403


def test_an_officer_chooses_only_units_off_duty_of_the_own_station(
    client: Client, officer: User, make_unit: Callable[..., Unit]
) -> None:
    make_unit("ON", 120.0, 36.0)
    free = make_unit("FREE", on_duty=False)
    client.force_login(officer)
    assert [unit["id"] for unit in client.get(OFFICER).context["page"]["units"]] == [free.pk]


@pytest.mark.django_db(transaction=True)
def test_a_page_and_the_picture_name_the_release_that_they_came_with(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered = SimpleNamespace(manifest_hash="abc123")
    monkeypatch.setattr(import_module("dispatch.selectors.snapshot"), "staticfiles_storage", gathered)
    client.force_login(officer)
    assert client.get(OFFICER).context["page"]["release"] == "abc123"
    assert client.get("/officer/picture").json()["release"] == "abc123"


def test_the_officers_page_is_an_app_whose_worker_loads_a_file_of_this_release(client: Client, db: None) -> None:
    app = client.get("/officer/manifest.webmanifest", headers={"Accept-Language": "zh-Hans"}).json()
    assert (app["start_url"], app["scope"], app["display"]) == (OFFICER, OFFICER, "standalone")
    assert app["lang"] == "zh-hans"
    worker = client.get("/officer/worker.js")
    assert worker.headers["Content-Type"] == "text/javascript"
    assert worker.content.decode() == f'import "{static("js/pages/officer_worker.js")}";\n'


def test_a_planner_prints_a_code_for_each_unit_and_somebody_without_that_role_does_not(
    client: Client,
    bureau: Organization,
    make_person: Callable[..., User],
    make_unit: Callable[..., Unit],
    officer: User,
) -> None:
    make_unit("A 1", on_duty=False)
    client.force_login(officer)
    assert client.get("/desk/units/codes/").status_code == 403
    client.force_login(make_person(bureau, Role.PLANNER))
    answer = client.get("/desk/units/codes/")
    assert answer.status_code == 200
    ((unit, code),) = answer.context["codes"]
    assert (unit.call_sign, code.startswith("data:image/svg+xml")) == ("A 1", True)
