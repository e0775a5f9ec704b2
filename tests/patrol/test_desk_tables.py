"""Tables of the desk: filtered, sorted, paged, kept as views, taken out as files; for those who lead or plan."""

import csv
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from patrol.models import JournalEntry, Organization, SavedView, Unit, UnitTemplate, User
from patrol.vocabulary import Role

pytestmark = pytest.mark.django_db

UNITS = "/desk/units/"


@pytest.fixture
def supervisor(bureau: Organization, make_person: Callable[..., User]) -> User:
    return make_person(bureau, Role.SUPERVISOR, username="supervisor")


def session_of(person: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(person)
    return client


@pytest.fixture
def desk(supervisor: User) -> Client:
    return session_of(supervisor)


@pytest.fixture
def many_units(station: Organization, ordinary: UnitTemplate) -> list[Unit]:
    return Unit.objects.bulk_create(
        [Unit(call_sign=f"A{number:03}", organization=station, template=ordinary) for number in range(120)]
    )


def call_signs(page: str) -> list[str]:
    return re.findall(r'<td class="key">([^<]+)</td>', page)


def taken_out(client: Client, path: str, file_format: str = "csv") -> list[list[str]]:
    answer = client.post(path, {"act": file_format})
    assert answer.status_code == 200, answer
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_a_page_of_units_is_read_with_as_many_queries_however_many_there_are(
    desk: Client, make_unit: Callable[..., Unit], many_units: list[Unit], now: datetime
) -> None:
    Unit.objects.exclude(call_sign="A000").delete()
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get(UNITS)
    for number in range(3):
        make_unit(f"B{number}", 116.4, 39.9)
    with CaptureQueriesContext(connection) as more:
        assert len(call_signs(desk.get(UNITS).content.decode())) == 4
    assert len(more) == len(few)


def test_units_are_sorted_filtered_and_paged_by_the_address(desk: Client, many_units: list[Unit]) -> None:
    first = call_signs(desk.get(UNITS).content.decode())
    assert (first[0], len(first)) == ("A000", 50)
    assert call_signs(desk.get(f"{UNITS}?page=3").content.decode())[-1] == "A119"
    assert call_signs(desk.get(f"{UNITS}?sort=-call_sign").content.decode())[0] == "A119"
    assert call_signs(desk.get(f"{UNITS}?search=11&sort=call_sign").content.decode())[:2] == ["A011", "A110"]


@pytest.mark.parametrize("odd", ["page=0", "page=x", "page=99999999999999999999", "sort=nothing", "per_page=100000"])
def test_an_odd_address_still_shows_a_page(desk: Client, many_units: list[Unit], odd: str) -> None:
    assert 0 < len(call_signs(desk.get(f"{UNITS}?{odd}").content.decode())) <= 50


def test_a_wrong_filter_is_named_and_shows_no_rows(desk: Client, many_units: list[Unit]) -> None:
    page = desk.get(f"{UNITS}?status=flying").content.decode()
    assert "Select a valid choice" in page
    assert call_signs(page) == []


def test_a_filter_that_nothing_is_like_says_so(desk: Client, outsider: User, many_units: list[Unit]) -> None:
    assert "Nothing is like this filter." in desk.get(f"{UNITS}?search=zzz").content.decode()
    assert "There are no units yet." in session_of(outsider).get(UNITS).content.decode()


def test_a_page_that_is_open_gets_the_rows_alone(desk: Client, many_units: list[Unit]) -> None:
    part = desk.get(UNITS, headers={"HX-Request": "true"}).content.decode()
    assert len(call_signs(part)) == 50
    assert "<html" not in part
    whole = desk.get(UNITS, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}).content.decode()
    assert "<html" in whole


def test_the_age_of_the_last_position_and_the_crew_stand_beside_a_unit(
    desk: Client, make_unit: Callable[..., Unit], now: datetime
) -> None:
    make_unit("A1", 116.4, 39.9, fixed_at=now - timedelta(hours=3))
    page = desk.get(UNITS).content.decode()
    assert "3 h ago" in page
    assert "1+2" in page
    assert "On patrol" in page


def test_units_of_others_are_not_shown(
    desk: Client, outsider: User, many_units: list[Unit], officer: User, dispatcher: User
) -> None:
    assert call_signs(session_of(outsider).get(UNITS).content.decode()) == []
    for person in (officer, dispatcher):
        assert session_of(person).get(UNITS).status_code == 403
        assert session_of(person).post(UNITS, {"act": "csv"}).status_code == 403
    assert Client().get(UNITS).status_code == 302


def test_names_and_roles_are_for_those_who_lead_or_plan(
    desk: Client, bureau: Organization, make_person: Callable[..., User], officer: User
) -> None:
    people = reverse("patrol:people_table")
    assert "Patrol officer, Test STATION" in desk.get(f"{people}?search=officer").content.decode()
    chief = make_person(bureau, Role.DUTY_CHIEF)
    assert session_of(chief).get(people).status_code == 403


def test_a_file_holds_what_the_filter_leaves_and_is_written_down(
    desk: Client, supervisor: User, many_units: list[Unit]
) -> None:
    heads, *rows = taken_out(desk, f"{UNITS}?search=A11&sort=-call_sign&page=2")
    assert heads[:3] == ["Call sign", "Organization", "Kind"]
    assert [row[0] for row in rows] == [f"A{number}" for number in range(119, 109, -1)]
    fact = JournalEntry.objects.get(kind="table.exported")
    assert fact.actor_id == supervisor.pk
    assert fact.data == {"table": "units", "format": "csv", "count": 10, "filter": {"search": "…"}}


def test_the_file_is_named_for_its_table_site_and_day(desk: Client, many_units: list[Unit]) -> None:
    answer = desk.post(UNITS, {"act": "xlsx"})
    assert re.search(r'filename="units-BUREAU-\d{4}-\d\d-\d\d\.xlsx"', answer["Content-Disposition"])
    sheet = load_workbook(BytesIO(answer.content)).active
    assert (sheet.max_row, sheet["A2"].value) == (121, "A000")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1"])
def test_no_cell_is_taken_for_a_formula(desk: Client, station: Organization, ordinary: UnitTemplate, name: str) -> None:
    Unit.objects.create(call_sign=name, organization=station, template=ordinary)
    assert taken_out(desk, UNITS)[1][0] == f"'{name}"
    cell = load_workbook(BytesIO(desk.post(UNITS, {"act": "xlsx"}).content)).active["A2"]
    assert (cell.value, cell.data_type) == (f"'{name}", "s")


def test_too_many_rows_for_a_file_are_refused_with_what_to_do(
    desk: Client, many_units: list[Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("patrol.table_page.MOST_EXPORTED", 100)
    answer = desk.post(UNITS, {"act": "csv"}, follow=True)
    assert "120 rows are too many for one file." in answer.content.decode()
    assert not JournalEntry.objects.filter(kind="table.exported").exists()


def test_a_filter_is_kept_under_a_name_and_only_its_owner_sees_and_removes_it(
    desk: Client, supervisor: User, outsider: User, many_units: list[Unit]
) -> None:
    desk.post(f"{UNITS}?search=A11&sort=-call_sign&page=2", {"act": "keep", "name": " The  elevens "})
    view = SavedView.objects.get()
    assert (view.user, view.name, view.query) == (supervisor, "The elevens", "search=A11&sort=-call_sign")
    assert "The elevens" in desk.get(UNITS).content.decode()
    other = session_of(outsider)
    assert "The elevens" not in other.get(UNITS).content.decode()
    assert (
        "You keep no such view." in other.post(UNITS, {"act": "forget", "view": view.pk}, follow=True).content.decode()
    )
    desk.post(UNITS, {"act": "forget", "view": view.pk})
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_refused_and_the_same_name_takes_the_new_filter(desk: Client) -> None:
    assert "Give the view a name" in desk.post(UNITS, {"act": "keep", "name": " "}, follow=True).content.decode()
    for search in ("a", "b"):
        desk.post(f"{UNITS}?search={search}", {"act": "keep", "name": "Mine"})
    assert SavedView.objects.get().query == "search=b"
    assert desk.post(UNITS, {"act": "forget", "view": "x"}).status_code == 302
