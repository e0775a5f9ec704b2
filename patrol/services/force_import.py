"""A whole force from one file: everything or nothing, and the same file again changes only what differs."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from patrol.force_file import Fault, FaultKind, FileRow, ForceFile, GivenPassword, Known, check_force, read_sheets
from patrol.models import Organization, Unit, UnitTemplate, User
from patrol.services.force_rows import ForceKeeper, Outcome
from patrol.services.people import password_faults

Progress = Callable[[str, int, int], None]


@dataclass
class ForceImport:
    """What an import did, or would do. With faults, or in a dry run, nothing was kept.

    `tallies` counts the outcomes of each table's rows; `rights_changed` names whose open pages must ask anew.
    """

    faults: list[Fault]
    tallies: dict[str, Counter[Outcome]] = field(default_factory=dict)
    kept: bool = False
    rights_changed: set[int] = field(default_factory=set)


def import_force(
    *,
    content: bytes,
    file_name: str,
    dry_run: bool,
    sign_on: bool,
    by: User,
    at: datetime,
    most_passwords: int | None = None,
    progress: Progress | None = None,
) -> ForceImport:
    """Bring the organizations, people, templates, units and crews of a file into the system.

    A dry run does it all and takes it back, so that it finds every fault that the real one would.

    Args:
        content: XLSX, one CSV a table, or a ZIP of such CSVs.
        sign_on: whether the sheet of crews signs units on now; without it crews are only checked.
        most_passwords: refuse more new passwords than this: each costs a quarter of a second.
        progress: told the table, the rows done and the rows there are.
    """
    sheets, wrong_shape = read_sheets(content, file_name)
    force, wrong_rows = check_force(sheets, known_force())
    passwords = first_passwords(force.passwords)
    faults = wrong_shape + wrong_rows + bad_passwords(passwords, most_passwords)
    say = progress or _say_nothing
    hashes = {} if dry_run or faults else hashed_passwords(passwords, say)
    keeper = ForceKeeper(by=by, at=at)
    with transaction.atomic():
        tallies = keep_rows(keeper, force, sign_on=sign_on, say=say)
        set_passwords(hashes)
        faults += keeper.faults
        kept = not (dry_run or faults)
        if not kept:
            transaction.set_rollback(True)
    return ForceImport(sorted(faults, key=_place), tallies, kept, keeper.rights_changed if kept else set())


def known_force() -> Known:
    """What the rows of a file may refer to."""
    return Known(
        parents={code: parent or "" for code, parent in Organization.objects.values_list("code", "parent__code")},
        usernames=set(User.objects.values_list("username", flat=True)),
        templates=set(UnitTemplate.objects.values_list("code", flat=True)),
        call_signs=set(Unit.objects.values_list("call_sign", flat=True)),
    )


def keep_rows(keeper: ForceKeeper, force: ForceFile, *, sign_on: bool, say: Progress) -> dict[str, Counter[Outcome]]:
    """Keep the tables in the order in which they refer to each other."""
    tallies = {
        "organizations": keep_table(keeper, "organizations", force.organizations, keeper.organization, say),
        "people": keep_table(keeper, "people", force.people, keeper.person, say),
        "templates": keep_table(keeper, "templates", force.templates, keeper.template, say),
        "units": keep_table(keeper, "units", force.units, keeper.unit, say),
    }
    if sign_on:
        tallies["crews"] = keep_table(keeper, "crews", force.crews, keeper.crew, say)
    return tallies


def keep_table[Row: FileRow](
    keeper: ForceKeeper, table: str, rows: Sequence[Row], keeping: Callable[[Row], Outcome | None], say: Progress
) -> Counter[Outcome]:
    """Keep the rows of one table, and count what became of them."""
    tally: Counter[Outcome] = Counter()
    for number, row in enumerate(rows, start=1):
        outcome = keeper.keep(row, keeping)
        if outcome is not None:
            tally[outcome] += 1
        say(table, number, len(rows))
    return tally


def first_passwords(given: Sequence[GivenPassword]) -> list[GivenPassword]:
    """The passwords of new people. Who is there already keeps the own one: no file takes an account over."""
    usernames = [one.username for one in given]
    there = set(User.objects.filter(username__in=usernames).values_list("username", flat=True))
    return [one for one in given if one.username not in there]


def bad_passwords(given: Sequence[GivenPassword], most: int | None) -> list[Fault]:
    """Every password that breaks the rules, and where there are too many of them."""
    faults = []
    for number, one in enumerate(given, start=1):
        if wrong := password_faults(one.password, User(username=one.username)):
            faults.append(Fault(FaultKind.REFUSED, one.sheet, one.row, "password", hint=" ".join(wrong)))
        if most is not None and number == most + 1:
            faults.append(Fault(FaultKind.TOO_MANY_PASSWORDS, one.sheet, one.row, "password", hint=str(most)))
    return faults


def hashed_passwords(given: Sequence[GivenPassword], say: Progress) -> dict[str, str]:
    """Passwords as they are stored. Slow on purpose, so done before anything is locked, on every core."""
    hashes = {}
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        stored = pool.map(make_password, [one.password for one in given])
        for number, (one, password) in enumerate(zip(given, stored, strict=True), start=1):
            hashes[one.username] = password
            say("passwords", number, len(given))
    return hashes


def set_passwords(hashes: dict[str, str]) -> None:
    people = list(User.objects.filter(username__in=hashes))
    for person in people:
        person.password = hashes[person.username]
    User.objects.bulk_update(people, ["password"], batch_size=500)


def _place(fault: Fault) -> tuple[str, int]:
    return fault.sheet, fault.row


def _say_nothing(_table: str, _done: int, _rows: int) -> None:
    """The progress of whoever does not watch."""
