"""Rows written without the ORM, several tables in one statement: for the few that stand between a key and a phone.

To write such a statement takes the ORM several times as long as it takes PostgreSQL to answer it, and each one sent by
itself wakes PostgreSQL and waits (decision 0018).
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import connection, connections
from django.db.models import AutoField, Field, Model

type Refusal = Callable[[], Exception]


@dataclass
class Change:
    """One change of one table: its SQL up to the rows, a `(%s, ...)` for each row if it adds any, and the values."""

    table: str
    sql: str
    values: list[Any]
    rows: list[str] = field(default_factory=list)
    taken: Refusal | None = None

    @property
    def statement(self) -> str:
        kept = " ON CONFLICT DO NOTHING RETURNING 1" if self.taken else ""
        return f"{self.sql}{', '.join(self.rows)}{kept}"

    def takes_in(self, other: "Change") -> bool:
        """Add the other's rows, if they go into the same columns."""
        if not self.rows or self.sql != other.sql or self.taken or other.taken:
            return False
        self.rows += other.rows
        self.values += other.values
        return True


class _Waiting(threading.local):
    """The changes that this thread has not sent yet; None outside `together`."""

    changes: list[Change] | None = None


waiting = _Waiting()


@contextmanager
def together() -> Iterator[None]:
    """Send what is written inside as one statement: at the end, or before anything else is asked of the database.

    Inside a transaction only; rules of uniqueness and `taken` speak when it is sent.
    """
    if waiting.changes is not None or not connection.in_atomic_block:
        yield
        return
    waiting.changes = []
    try:
        with connection.execute_wrapper(_send_first):
            yield
            send()
    finally:
        waiting.changes = None


def write(change: Change) -> None:
    """Make a change, at once or with those that go together. Two of one table go one after the other."""
    if waiting.changes is None:
        _execute([change])
        return
    same = [each for each in waiting.changes if each.table == change.table]
    if same and same[-1].takes_in(change):
        return
    if same:
        send()
    waiting.changes.append(change)


def send() -> None:
    """Send what waits.

    Raises:
        what `taken` of a change gives, where a row of it was refused by a rule of uniqueness.
    """
    if waiting.changes:
        changes, waiting.changes = waiting.changes, []
        _execute(changes)


def _send_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  (Django's signature)
    send()
    return execute(sql, params, many, context)


def _execute(changes: Sequence[Change]) -> None:
    refusals = {f"part{number}": change.taken for number, change in enumerate(changes) if change.taken is not None}
    if len(changes) == 1:
        sql = changes[0].statement
    else:
        parts = ", ".join(f"part{number} AS ({change.statement})" for number, change in enumerate(changes))
        written = ", ".join(f"EXISTS (SELECT FROM {part})" for part in refusals)
        sql = f"WITH {parts} SELECT {written or 1}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for change in changes for value in change.values])
        kept = (cursor.fetchone() or [False]) if refusals else []
    for is_kept, taken in zip(kept, refusals.values(), strict=True):
        if not is_kept:
            raise taken()


class Rows[M: Model]:
    """`Rows(Order)`: the table of a model, to write to."""

    def __init__(self, model: type[M]) -> None:
        self._model = model

    def add(self, *rows: M, taken: Refusal | None = None) -> None:
        """Write new rows, without what the database numbers or fills in by itself: that stays unknown here.

        Args:
            taken: makes what is raised when a rule of uniqueness refuses the row. What goes with it is written all the
                same: the caller's transaction, or its savepoint, undoes it.
        """
        named = [each for each in self._fields if any(getattr(row, each.attname) is not None for row in rows)]
        columns, row = ", ".join(map(quoted, named)), f"({', '.join(['%s'] * len(named))})"
        sql = f"INSERT INTO {self._quoted} ({columns}) VALUES "  # noqa: S608  (names of the model)
        write(Change(self._model._meta.db_table, sql, self._values(rows, named), [row] * len(rows), taken))
        for each in rows:
            each._state.adding, each._state.db = False, connection.alias

    def change(self, row: M, *names: str) -> None:
        """Write these fields of a row that is locked."""
        fields = [self._columns[name] for name in names]
        changes = ", ".join(f"{quoted(each)} = %s" for each in fields)
        sql = f"UPDATE {self._quoted} SET {changes} WHERE {quoted(self._model._meta.pk)} = %s"  # noqa: S608  (names of the model)
        write(Change(self._model._meta.db_table, sql, [*self._values([row], fields), row.pk]))

    @cached_property
    def _quoted(self) -> str:
        return connection.ops.quote_name(self._model._meta.db_table)

    @cached_property
    def _columns(self) -> "dict[str, Field[Any, Any]]":
        return {each.name: each for each in self._model._meta.local_concrete_fields}

    @cached_property
    def _fields(self) -> "list[Field[Any, Any]]":
        return [
            each
            for each in self._columns.values()
            if not isinstance(each, AutoField) and (each.has_default() or not each.has_db_default())
        ]

    def _values(self, rows: Sequence[M], fields: "Sequence[Field[Any, Any]]") -> list[Any]:
        link = connections[connection.alias]  # once: the proxy looks it up anew for every value
        return [each.get_db_prep_save(getattr(row, each.attname), link) for row in rows for each in fields]


def quoted(column: "Field[Any, Any]") -> str:
    return connection.ops.quote_name(str(column.column))
