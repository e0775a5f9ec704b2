"""Files of the ground brought in: all of a file or nothing. A shape that changed gets its next version."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from patrol.errors import NotAllowed, Refused
from patrol.models import Organization, User
from zones.datum import Datum
from zones.ground_file import Fault, Faulty, FileFormat, Reading, read_file
from zones.models import Beat, Point, Route, Zone
from zones.services.fault_words import fault_in_words, file_fault_in_words, note_in_words
from zones.services.planning import changed, created, note, organization_with, saved, saved_anew, version_of


class Outcome(StrEnum):
    CREATED = "created"
    RESHAPED = "reshaped"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


FACTS = {Outcome.CREATED: "created", Outcome.RESHAPED: "reshaped", Outcome.CHANGED: "edited"}


@dataclass(frozen=True)
class ShapeFault:
    """What is wrong with a feature, counted from 1 in the file's order; 0 means the file as a whole."""

    feature: int
    code: str
    what: str


@dataclass
class ShapeImport:
    """What an import did. With faults nothing was kept. `mended` lists the codes whose shapes were put right."""

    faults: list[ShapeFault] = field(default_factory=list)
    tally: Counter[Outcome] = field(default_factory=Counter)
    mended: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        return not self.faults

    def fault(self, row: Any, what: object) -> None:
        self.faults.append(ShapeFault(row.number, row.code, str(what)))


@dataclass(frozen=True)
class Task:
    """For whom, by whom and when."""

    organization: Organization
    by: User
    at: datetime


@dataclass
class Kept:
    """A row of the file, what it became, and how."""

    row: Any
    thing: Any
    outcome: Outcome

    def has_changed(self, outcome: Outcome) -> None:
        """Something more changed; what is new stays new, and a new shape says more than a new name."""
        if self.outcome is Outcome.UNCHANGED or (self.outcome, outcome) == (Outcome.CHANGED, Outcome.RESHAPED):
            self.outcome = outcome


@dataclass(frozen=True, kw_only=True)
class GroundImport:
    """Brings files of one kind in: how its rows are made of a file, kept one by one, and looked at together."""

    rows: Callable[..., tuple[Sequence[Any], list[Fault]]]
    keep: Callable[[Any, Task], Kept]
    lock: Callable[[Sequence[Any]], None] = lambda _rows: None
    settle: Callable[[list[Kept], ShapeImport], None] = lambda _kept, _done: None

    def __call__(
        self,
        *,
        content: bytes,
        datum: Datum,
        code_field: str = "code",
        name_field: str = "name",
        mend: bool = False,
        file_format: FileFormat = FileFormat.GEOJSON,
        dry_run: bool = False,
        organization_id: int,
        by: User,
        at: datetime,
    ) -> ShapeImport:
        """Bring a file in, all of it, or tell everything that is wrong with it and keep nothing.

        Things that the file does not name stay as they are, and so does what the file does not say of a thing.

        Args:
            content: features, longitude and latitude in degrees of `datum`.
            code_field, name_field: the properties that hold code and name.
            mend: put broken rings right instead of refusing them.
            dry_run: tell what would happen, and keep nothing.

        Raises:
            NotFound: no such organization.
        """
        task, done = Task(organization_with(organization_id), by, at), ShapeImport()
        rows = _rows(self, content, file_format, Reading(datum, code_field, name_field, mend), done)
        with transaction.atomic():
            _keep(self, rows, task, done)
            if done.faults or dry_run:
                transaction.set_rollback(True)
        done.faults.sort(key=lambda fault: fault.feature)
        return done


def _rows(
    kind: GroundImport, content: bytes, file_format: FileFormat, reading: Reading, done: ShapeImport
) -> Sequence[Any]:
    try:
        file = read_file(content, file_format, reading.datum)
    except Faulty as fault:
        done.faults.append(ShapeFault(0, "", fault_in_words(fault.kind, fault.facts)))
        return []
    rows, faults = kind.rows(file, reading)
    done.notes += [note_in_words(said) for said in file.notes]
    done.faults += [ShapeFault(fault.feature, fault.code, file_fault_in_words(fault)) for fault in faults]
    done.mended += [row.code for row in rows if getattr(row, "mended", False)]
    return rows


def _keep(kind: GroundImport, rows: Sequence[Any], task: Task, done: ShapeImport) -> None:
    """Keep every row in the order of codes, look at them together, and journal what happened."""
    kind.lock(rows)
    kept: list[Kept] = []
    for row in sorted(rows, key=lambda row: row.code):
        try:
            kept.append(kind.keep(row, task))
        except Refused as refusal:
            done.fault(row, refusal.message)
    kind.settle(kept, done)
    for one in kept:
        done.tally[one.outcome] += 1
        if one.outcome in FACTS:
            thing = one.thing
            version = version_of(thing) if isinstance(thing, Zone | Beat) else thing.version
            note(thing, FACTS[one.outcome], by=task.by, at=task.at, code=thing.code, version=version)


def kept_row(model: Any, row: Any, facts: dict[str, Any], task: Task) -> Kept:
    """The row of the database with the code, new or with what the file says. What the file does not say stays.

    Raises:
        NotAllowed: the code names a place of another organization.
    """
    given = {"name": row.name, "retired_at": None} | {name: value for name, value in facts.items() if value is not None}
    thing = model.objects.select_for_update(no_key=True).filter(code=row.code).first()
    if thing is None:
        thing = created(model, code=row.code, organization=task.organization, **given)
        return Kept(row, thing, Outcome.CREATED)
    if thing.organization_id != task.organization.pk:
        raise NotAllowed(_("The code belongs to %(organization)s already.") % {"organization": thing.organization.name})
    different = changed(thing, given)
    if different and isinstance(thing, Point | Route):
        saved_anew(thing, *different)
    elif different:
        saved(thing, *different)
    return Kept(row, thing, Outcome.CHANGED if different else Outcome.UNCHANGED)
