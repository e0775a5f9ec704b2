"""The force from a spreadsheet: every fault told by row, nothing half kept, the same file again changes nothing."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from openpyxl import Workbook

from patrol import services
from patrol.force_file import FaultKind
from patrol.models import CrewMember, JournalEntry, Organization, RoleGrant, Shift, Unit, UnitTemplate, User
from patrol.services import ForceImport, fault_in_words

pytestmark = pytest.mark.django_db

PASSWORD = "Lamp-post-under-rain-4"
Table = list[list[object]]

FORCE: dict[str, Table] = {
    "organizations": [
        ["code", "name", "kind", "parent"],
        ["Q1", "Squad one", "squad", "S1"],
        ["CITY", "City bureau", "bureau", None],
        ["S1", "Station one", "station", "CITY"],
    ],
    "people": [
        ["username", "display_name", "organization", "sworn", "roles", "password", "active"],
        ["heron", "A Heron", "CITY", "yes", "operator@CITY; duty_chief@S1", PASSWORD, None],
        ["finch", "A Finch", "S1", True, "officer@S1", None, "yes"],
        ["robin", "A Robin", "S1", "no", None, None, None],
        ["swift", "A Swift", "S1", "否", None, None, None],
    ],
    "templates": [
        ["code", "name", "min_sworn", "min_auxiliary", "armed", "mode"],
        ["bicycle", "By bicycle", 1, 1, "no", "bicycle"],
    ],
    "units": [
        ["call_sign", "organization", "template"],
        ["S1-01", "S1", "ordinary"],
        ["S1-02", "Q1", "bicycle"],
    ],
    "crews": [
        ["unit", "username", "vehicle", "radio", "phone"],
        ["S1-01", "finch", "V-1", "R-1", None],
        ["S1-01", "robin", None, None, None],
        ["S1-01", "swift", None, None, None],
    ],
}


@pytest.fixture
def administrator(now: datetime) -> User:
    return services.create_first_administrator(username="first", password=PASSWORD, at=now - timedelta(hours=1))


def workbook(tables: dict[str, Table]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def changed(**tables: Table) -> dict[str, Table]:
    return FORCE | tables


def load(
    tables: dict[str, Table],
    by: User,
    at: datetime,
    *,
    dry_run: bool = False,
    sign_on: bool = False,
) -> ForceImport:
    return services.import_force(
        content=workbook(tables), file_name="force.xlsx", dry_run=dry_run, sign_on=sign_on, by=by, at=at
    )


def told(result: ForceImport) -> list[tuple[str, int, str, FaultKind]]:
    return [(fault.sheet, fault.row, fault.column, fault.kind) for fault in result.faults]


def test_a_workbook_brings_the_whole_force(administrator: User, now: datetime) -> None:
    done = load(FORCE, administrator, now, sign_on=True)

    assert (done.faults, done.kept) == ([], True)
    squad = Organization.objects.get(code="Q1")
    city, station = Organization.objects.get(code="CITY"), Organization.objects.get(code="S1")
    assert squad.path == f"/{city.pk}/{station.pk}/{squad.pk}/"
    assert User.objects.get(username="heron").check_password(PASSWORD)
    assert not User.objects.get(username="robin").has_usable_password()
    assert set(RoleGrant.objects.values_list("user__username", "role", "organization__code")) == {
        ("heron", "operator", "CITY"),
        ("heron", "duty_chief", "S1"),
        ("finch", "officer", "S1"),
    }
    assert UnitTemplate.objects.get(code="bicycle").mode == "bicycle"
    assert Unit.objects.get(call_sign="S1-02").mode == "bicycle"
    on_street = Unit.objects.dispatchable().get()
    assert (on_street.call_sign, on_street.sworn_on_crew, on_street.auxiliaries_on_crew) == ("S1-01", 1, 2)
    assert Shift.objects.get().vehicle == "V-1"


def test_crews_ride_only_when_asked_to(administrator: User, now: datetime) -> None:
    assert load(FORCE, administrator, now).kept
    assert not Shift.objects.exists()


def test_a_dry_run_keeps_nothing_and_counts_what_would_happen(administrator: User, now: datetime) -> None:
    before = JournalEntry.objects.count()
    done = load(FORCE, administrator, now, dry_run=True, sign_on=True)

    assert (done.faults, done.kept) == ([], False)
    assert {table: dict(tally) for table, tally in done.tallies.items()} == {
        "organizations": {"created": 3},
        "people": {"created": 4},
        "templates": {"created": 1},
        "units": {"created": 2},
        "crews": {"created": 1},
    }
    assert not Organization.objects.exists()
    assert User.objects.get() == administrator
    assert JournalEntry.objects.count() == before


def test_the_same_file_again_changes_nothing(administrator: User, now: datetime) -> None:
    load(FORCE, administrator, now, sign_on=True)
    before = JournalEntry.objects.count()

    again = load(FORCE, administrator, now, sign_on=True)

    assert again.kept
    assert all(set(tally) == {"unchanged"} for tally in again.tallies.values())
    assert JournalEntry.objects.count() == before


def test_a_later_file_changes_what_differs_and_leaves_the_rest(administrator: User, now: datetime) -> None:
    load(FORCE, administrator, now, sign_on=True)
    people: Table = [
        ["username", "display_name", "organization", "sworn", "roles"],
        ["finch", "B Finch", "CITY", "yes", "supervisor@CITY"],
        ["robin", "A Robin", "S1", "yes", ""],
    ]
    done = load({"people": people}, administrator, now)

    assert dict(done.tallies["people"]) == {"changed": 2}
    finch = User.objects.get(username="finch")
    assert (finch.display_name, finch.organization.code) == ("B Finch", "CITY")
    assert list(finch.grants.values_list("role", flat=True)) == ["supervisor"]
    assert Unit.objects.get(call_sign="S1-01").sworn_on_crew == 2
    assert finch.pk in done.rights_changed
    assert User.objects.filter(username="swift").exists()


def test_without_a_column_of_roles_everybody_keeps_theirs(administrator: User, now: datetime) -> None:
    load(FORCE, administrator, now)
    people: Table = [["username", "display_name", "organization", "sworn"], ["finch", "B Finch", "S1", "yes"]]
    load({"people": people}, administrator, now)
    assert RoleGrant.objects.filter(user__username="finch", role="officer").exists()


def test_a_file_never_takes_over_an_account_by_its_password(administrator: User, now: datetime) -> None:
    load(FORCE, administrator, now)
    people: Table = [
        ["username", "display_name", "organization", "sworn", "password"],
        ["heron", "A Heron", "CITY", "yes", "Another-password-55"],
    ]
    load({"people": people}, administrator, now)
    assert User.objects.get(username="heron").check_password(PASSWORD)


def test_a_crew_is_swapped_in_mid_shift(administrator: User, now: datetime) -> None:
    load(FORCE, administrator, now, sign_on=True)
    crews: Table = [["unit", "username", "vehicle"], ["S1-01", "finch", "V-2"], ["S1-01", "heron", ""]]
    done = load({"crews": crews}, administrator, now + timedelta(hours=1), sign_on=True)

    assert dict(done.tallies["crews"]) == {"changed": 1}
    aboard = CrewMember.objects.filter(left_at__isnull=True).values_list("user__username", flat=True)
    assert set(aboard) == {"finch", "heron"}
    assert Shift.objects.get().vehicle == "V-2"


def test_every_fault_is_told_with_sheet_row_and_column_and_nothing_is_kept(administrator: User, now: datetime) -> None:
    bad = {
        "organizations": [
            ["code", "name", "kind", "parent"],
            ["CITY", "City bureau", "bureau", None],
            ["S1", "Station one", "precinct", "CITY"],
            ["S1", "Station again", "station", "CITY"],
            ["S2", "", "station", "NOWHERE"],
            ["S3", "Station three", "district", "Q3"],
            ["Q3", "Squad three", "squad", "S3"],
            ["B2", "Bureau below a squad", "bureau", "CITY"],
        ],
        "people": [
            ["username", "display_name", "organization", "sworn", "roles", "password"],
            ["heron", "A Heron", "CITY", "maybe", "operator", "short"],
            ["heron", "A Heron", "CITY", "yes", "king@CITY", None],
            ["finch", "x" * 81, "S9", "yes", "officer@S9", None],
            ["two words", "Two Words", "CITY", "yes", None, None],
            ["robin", "A Robin", "CITY", "yes", None, "short"],
        ],
        "templates": [
            ["code", "name", "min_sworn", "min_auxiliary", "armed", "mode"],
            ["t1", "No sworn", 0, 2, "no", "car"],
            ["t2", "By boat", 1, "many", "no", "boat"],
        ],
        "units": [["call_sign", "organization", "template"], ["U1", "CITY", "tank"]],
        "crews": [["unit", "username"], ["U9", "heron"], ["U1", "heron"]],
    }
    done = load(bad, administrator, now, dry_run=True)

    assert set(told(done)) == {
        ("organizations", 3, "kind", FaultKind.UNKNOWN_WORD),
        ("organizations", 4, "code", FaultKind.TWICE),
        ("organizations", 5, "name", FaultKind.EMPTY),
        ("organizations", 5, "parent", FaultKind.UNKNOWN_CODE),
        ("organizations", 6, "parent", FaultKind.LOOP),
        ("organizations", 7, "parent", FaultKind.LOOP),
        ("organizations", 8, "", FaultKind.REFUSED),
        ("people", 2, "sworn", FaultKind.NOT_YES_OR_NO),
        ("people", 2, "roles", FaultKind.NOT_A_ROLE),
        ("people", 2, "password", FaultKind.REFUSED),
        ("people", 3, "username", FaultKind.TWICE),
        ("people", 3, "roles", FaultKind.NOT_A_ROLE),
        ("people", 4, "display_name", FaultKind.TOO_LONG),
        ("people", 4, "organization", FaultKind.UNKNOWN_CODE),
        ("people", 4, "roles", FaultKind.UNKNOWN_CODE),
        ("people", 5, "username", FaultKind.NOT_A_USERNAME),
        ("people", 6, "password", FaultKind.REFUSED),
        ("templates", 2, "min_sworn", FaultKind.NOT_A_NUMBER),
        ("templates", 3, "min_auxiliary", FaultKind.NOT_A_NUMBER),
        ("templates", 3, "mode", FaultKind.UNKNOWN_WORD),
        ("units", 2, "template", FaultKind.UNKNOWN_CODE),
        ("crews", 2, "unit", FaultKind.UNKNOWN_CODE),
        ("crews", 3, "username", FaultKind.ONE_UNIT_A_PERSON),
    }
    assert all(fault_in_words(fault) for fault in done.faults)
    assert not load(bad, administrator, now).kept
    assert not Organization.objects.exists()


def test_one_bad_row_keeps_all_the_good_ones_out(administrator: User, now: datetime) -> None:
    units: Table = [*FORCE["units"], ["S1-03", "S1", "tank"]]
    done = load(changed(units=units), administrator, now)
    assert told(done) == [("units", 4, "template", FaultKind.UNKNOWN_CODE)]
    assert not Organization.objects.exists()
    assert not Unit.objects.exists()


def test_a_fault_is_worded_for_the_reader(administrator: User, now: datetime) -> None:
    people: Table = [["username", "display_name", "organization", "sworn"], ["a", "A", "CITY", "maybe"]]
    done = load(changed(people=people, crews=[["unit", "username"]]), administrator, now)
    with translation.override("en"):
        assert [fault_in_words(fault) for fault in done.faults] == ["“maybe” is neither yes nor no."]


def test_a_planner_changes_the_own_station_and_no_other(administrator: User, now: datetime) -> None:
    people: Table = [
        FORCE["people"][0],
        ["wren", "A Wren", "S1", "yes", "planner@S1", None, None],
    ]
    load(changed(people=people, crews=[["unit", "username"]]), administrator, now)
    planner = User.objects.get(username="wren")

    more: Table = [
        ["code", "name", "kind", "parent"],
        ["CITY", "City bureau", "bureau", None],
        ["S2", "Station two", "station", "CITY"],
        ["OTHER", "Another bureau", "bureau", None],
        ["Q2", "Squad two", "squad", "S1"],
    ]
    people = [
        ["username", "display_name", "organization", "sworn", "roles"],
        ["tern", "A Tern", "S1", "no", "planner@S1"],
    ]
    done = load({"organizations": more, "people": people}, planner, now)

    assert told(done) == [
        ("organizations", 3, "", FaultKind.REFUSED),
        ("organizations", 4, "", FaultKind.REFUSED),
        ("people", 2, "", FaultKind.REFUSED),
    ]
    own = load({"organizations": [more[0], more[1], more[4]]}, planner, now)
    assert own.kept
    assert Organization.objects.get(code="Q2").path.startswith(Organization.objects.get(code="S1").path)


def test_a_template_that_others_use_is_not_a_stations_to_change(administrator: User, now: datetime) -> None:
    people: Table = [FORCE["people"][0], ["wren", "A Wren", "S1", "yes", "planner@S1", None, None]]
    load(changed(people=people, crews=[["unit", "username"]]), administrator, now)
    planner = User.objects.get(username="wren")

    header = FORCE["templates"][0]
    assert not load({"templates": [header, ["ordinary", "Bare", 1, 0, "no", "car"]]}, planner, now).kept
    assert load({"templates": [header, ["boat", "Harbour", 1, 1, "no", "foot"]]}, planner, now).kept


def test_the_page_takes_only_so_many_new_passwords(administrator: User, now: datetime) -> None:
    done = services.import_force(
        content=workbook(FORCE),
        file_name="force.xlsx",
        dry_run=False,
        sign_on=False,
        by=administrator,
        at=now,
        most_passwords=0,
    )
    assert [fault.kind for fault in done.faults] == [FaultKind.TOO_MANY_PASSWORDS]


def test_the_command_lists_the_faults_and_fails(
    administrator: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "force.xlsx"
    path.write_bytes(workbook(changed(units=[FORCE["units"][0], ["U1", "S1", "tank"]])))
    with pytest.raises(CommandError, match="nothing was kept"):
        call_command("import_force", str(path))
    assert "units, row 2, template" in capsys.readouterr().err

    path.write_bytes(workbook(FORCE))
    call_command("import_force", str(path), "--sign-on")
    assert "Imported." in capsys.readouterr().out
    assert Unit.objects.dispatchable().count() == 1


def test_the_command_needs_somebody_who_imports(tmp_path: Path) -> None:
    path = tmp_path / "force.xlsx"
    path.write_bytes(workbook(FORCE))
    with pytest.raises(CommandError, match="first administrator"):
        call_command("import_force", str(path))


def test_the_command_says_when_there_is_no_such_file() -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_force", "nowhere.xlsx")
