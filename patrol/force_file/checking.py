"""From sheets of text to typed rows, and every fault on the way."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from patrol.force_file.cells import RowReader
from patrol.force_file.faults import Fault, FaultKind
from patrol.force_file.reading import Sheet
from patrol.vocabulary import OrganizationKind, Role, TravelMode


@dataclass(frozen=True)
class FileRow:
    """Where a row stands, for faults that come up later."""

    sheet: str
    row: int


@dataclass(frozen=True)
class OrganizationRow(FileRow):
    code: str
    name: str
    kind: OrganizationKind
    parent: str


@dataclass(frozen=True)
class PersonRow(FileRow):
    """`roles` is None where the file has no such column: the person keeps what they hold."""

    username: str
    display_name: str
    organization: str
    sworn: bool
    roles: frozenset[tuple[Role, str]] | None
    active: bool


@dataclass(frozen=True)
class TemplateRow(FileRow):
    code: str
    name: str
    min_sworn: int
    min_auxiliary: int
    armed: bool
    mode: TravelMode


@dataclass(frozen=True)
class UnitRow(FileRow):
    call_sign: str
    organization: str
    template: str


@dataclass(frozen=True)
class CrewRow(FileRow):
    unit: str
    username: str
    vehicle: str
    radio: str
    phone: str


@dataclass(frozen=True)
class Crew(FileRow):
    """Everybody who rides in one unit, from the rows that name it; the first vehicle, radio and phone given count."""

    unit: str
    usernames: tuple[str, ...]
    vehicle: str
    radio: str
    phone: str


@dataclass(frozen=True)
class GivenPassword(FileRow):
    """A password in the file, be the rest of its row right or wrong. It counts for new people alone."""

    username: str
    password: str


@dataclass
class ForceFile:
    """The rows that are right in themselves, by table, parents before children, and all passwords given."""

    organizations: list[OrganizationRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    templates: list[TemplateRow] = field(default_factory=list)
    units: list[UnitRow] = field(default_factory=list)
    crews: list[Crew] = field(default_factory=list)
    passwords: list[GivenPassword] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What the system holds already. `parents` maps each organization's code to its parent's, "" at the top."""

    parents: Mapping[str, str]
    usernames: Collection[str]
    templates: Collection[str]
    call_signs: Collection[str]


def check_force(sheets: Iterable[Sheet], known: Known) -> tuple[ForceFile, list[Fault]]:
    """Read every row of every sheet, and name every fault, sheet by sheet and row by row.

    A code counts as known if it stands in the file, be its own row right or wrong: one mistake is told once.
    """
    by_table: dict[str, list[RowReader]] = {}
    for sheet in sheets:
        readers = [RowReader(sheet, number, cells) for number, cells in sheet.rows]
        by_table.setdefault(sheet.table.name, []).extend(readers)
    codes = {name: _codes(by_table.get(name, ()), key) for name, key in KEYS.items()}
    codes["organizations"] |= set(known.parents)
    codes["people"] |= set(known.usernames)
    codes["templates"] |= set(known.templates)
    codes["units"] |= set(known.call_signs)
    riders = [(reader, _crew_row(reader, codes)) for reader in by_table.get("crews", ())]
    _refuse_double_riders(riders)
    force = ForceFile(
        organizations=_rows(by_table, "organizations", lambda reader: _organization(reader, codes)),
        people=_rows(by_table, "people", lambda reader: _person(reader, codes)),
        templates=_rows(by_table, "templates", _template),
        units=_rows(by_table, "units", lambda reader: _unit(reader, codes)),
        crews=_crews(riders),
        passwords=[given for reader in by_table.get("people", ()) if (given := _password(reader)).password],
    )
    faults = [fault for readers in by_table.values() for reader in readers for fault in reader.faults]
    force.organizations, loops = _parents_first(force.organizations, known.parents)
    return force, sorted(faults + loops, key=_place)


KEYS = {"organizations": "code", "people": "username", "templates": "code", "units": "call_sign"}
Codes = dict[str, set[str]]


def _place(fault: Fault) -> tuple[str, int]:
    return fault.sheet, fault.row


def _codes(readers: Iterable[RowReader], key: str) -> set[str]:
    """The codes of a table; a second row with the same code is a fault."""
    first: dict[str, int] = {}
    for reader in readers:
        code = reader.code(key)
        if code in first:
            reader.fault(FaultKind.TWICE, key, hint=str(first[code]))
        elif code:
            first[code] = reader.number
    return set(first)


def _rows[Built](by_table: dict[str, list[RowReader]], table: str, build: Callable[[RowReader], Built]) -> list[Built]:
    """What the rows of a table say, as far as they are free of faults."""
    built = [(reader, build(reader)) for reader in by_table.get(table, ())]
    return [row for reader, row in built if not reader.faults]


def _organization(reader: RowReader, codes: Codes) -> OrganizationRow:
    return OrganizationRow(
        sheet=reader.sheet.title,
        row=reader.number,
        code=reader.code("code"),
        name=reader.text("name"),
        kind=reader.word("kind", OrganizationKind, OrganizationKind.SQUAD),
        parent=reader.reference("parent", codes["organizations"]),
    )


def _person(reader: RowReader, codes: Codes) -> PersonRow:
    return PersonRow(
        sheet=reader.sheet.title,
        row=reader.number,
        username=reader.name_to_log_in("username"),
        display_name=reader.text("display_name"),
        organization=reader.reference("organization", codes["organizations"]),
        sworn=reader.yes("sworn", empty="no"),
        roles=reader.roles("roles", codes["organizations"]) if reader.has("roles") else None,
        active=reader.yes("active", empty="yes"),
    )


def _password(reader: RowReader) -> GivenPassword:
    return GivenPassword(
        sheet=reader.sheet.title,
        row=reader.number,
        username=reader.code("username"),
        password=reader.text("password"),
    )


def _template(reader: RowReader) -> TemplateRow:
    return TemplateRow(
        sheet=reader.sheet.title,
        row=reader.number,
        code=reader.code("code"),
        name=reader.text("name"),
        min_sworn=reader.whole("min_sworn", least=1),
        min_auxiliary=reader.whole("min_auxiliary", least=0),
        armed=reader.yes("armed", empty="no"),
        mode=reader.word("mode", TravelMode, TravelMode.CAR),
    )


def _unit(reader: RowReader, codes: Codes) -> UnitRow:
    return UnitRow(
        sheet=reader.sheet.title,
        row=reader.number,
        call_sign=reader.code("call_sign"),
        organization=reader.reference("organization", codes["organizations"]),
        template=reader.reference("template", codes["templates"]),
    )


def _crew_row(reader: RowReader, codes: Codes) -> CrewRow:
    return CrewRow(
        sheet=reader.sheet.title,
        row=reader.number,
        unit=reader.reference("unit", codes["units"]),
        username=reader.reference("username", codes["people"]),
        vehicle=reader.text("vehicle"),
        radio=reader.text("radio"),
        phone=reader.text("phone"),
    )


def _parents_first(rows: list[OrganizationRow], known: Mapping[str, str]) -> tuple[list[OrganizationRow], list[Fault]]:
    """The organizations so that each comes after its parent, and a fault for each that is above itself."""
    parents = {**known, **{row.code: row.parent for row in rows}}
    depth: dict[str, int] = {}
    faults = []
    for row in rows:
        above, code = [row.code], row.parent
        while code and code not in above:
            above.append(code)
            code = parents.get(code, "")
        depth[row.code] = len(above)
        if code == row.code:
            faults.append(Fault(FaultKind.LOOP, row.sheet, row.row, "parent", row.parent, " < ".join([*above, code])))
    looping = {(fault.sheet, fault.row) for fault in faults}
    good = [row for row in rows if (row.sheet, row.row) not in looping]
    return sorted(good, key=lambda row: depth[row.code]), faults


def _refuse_double_riders(riders: list[tuple[RowReader, CrewRow]]) -> None:
    """Nobody rides in two units at once, nor twice in one."""
    first: dict[str, int] = {}
    for reader, row in riders:
        if row.username and first.setdefault(row.username, reader.number) != reader.number:
            reader.fault(FaultKind.ONE_UNIT_A_PERSON, "username", hint=str(first[row.username]))


def _crews(riders: list[tuple[RowReader, CrewRow]]) -> list[Crew]:
    """The crew of each unit, unless one of its rows is at fault."""
    faulty = {row.unit for reader, row in riders if reader.faults}
    by_unit: dict[str, list[CrewRow]] = {}
    for _reader, row in riders:
        if row.unit not in faulty:
            by_unit.setdefault(row.unit, []).append(row)
    return [
        Crew(
            sheet=rows[0].sheet,
            row=rows[0].row,
            unit=unit,
            usernames=tuple(row.username for row in rows),
            vehicle=_first(row.vehicle for row in rows),
            radio=_first(row.radio for row in rows),
            phone=_first(row.phone for row in rows),
        )
        for unit, rows in by_unit.items()
    ]


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")
