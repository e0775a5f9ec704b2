"""Questions that are written once and asked together: for the few that stand between a key and a phone.

To write such a statement takes the ORM several times as long as it takes PostgreSQL to answer it (decision 0018).
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models import query as orm
from psycopg.pq import PipelineStatus

populators: Any = orm.get_related_populators
MARKS: dict[type, Callable[[int], object]] = {
    int: lambda number: -7_214_000 - number,
    str: lambda number: f"value {number} of a prepared statement",
    UUID: lambda number: UUID(int=7_214_000 + number),
    datetime: lambda number: datetime(1900, 1, 1 + number, tzinfo=UTC),
}


@dataclass(frozen=True)
class Statement:
    """What a queryset compiles to, and how its rows become objects."""

    sql: str
    values: tuple[Callable[[Sequence[object]], object], ...]
    compiler: Any
    selected: list[Any]
    model: type[Model]
    columns: slice
    names: list[str]
    related: list[Any]

    def instance(self, row: Sequence[Any]) -> Any:
        """The object of a row, with those that `select_related` names."""
        made = self.model.from_db(connection.alias, self.names, row[self.columns])
        for each in self.related:
            each.populate(row, made)
        return made


class Prepared[M: Model]:
    """`Prepared(lambda key: Unit.objects.filter(pk=key), int)`: a queryset of values that are given later.

    The kinds of the values are `int`, `str`, `UUID` or `datetime`; each must stand in the statement as it is.
    `prefetch_related` and annotations are not supported; what the queryset defers is read when it is asked for.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *kinds: type) -> None:
        self._build, self._kinds = build, kinds
        self._compiled: Statement | None = None
        self._of_thread = threading.local()  # readers of geometries are no two threads' at once

    def ask(self, *values: object) -> Callable[[], list[M]]:
        """Send the question, and give what waits for its objects: in one go, several questions wait together."""
        statement = self._compiled = self._compiled or self._compile()
        params: list[Any] = [value(values) for value in statement.values]
        cursor = connection.cursor()
        cursor.execute(statement.sql, params)

        def answer() -> list[M]:
            with cursor:
                rows = cursor.fetchall()
            converted = statement.compiler.apply_converters(rows, self._converters(statement))
            return [statement.instance(row) for row in converted]

        return answer

    def all(self, *values: object) -> list[M]:
        """The objects for these values."""
        return self.ask(*values)()

    def first(self, *values: object) -> M | None:
        """The first of them; None without any."""
        return next(iter(self.all(*values)), None)

    def _converters(self, statement: Statement) -> dict[int, Any]:
        if not hasattr(self._of_thread, "converters"):
            self._of_thread.converters = statement.compiler.get_converters(statement.selected)
        converters: dict[int, Any] = self._of_thread.converters
        return converters

    def _compile(self) -> Statement:
        marks = [MARKS[kind](number) for number, kind in enumerate(self._kinds)]
        compiler = self._build(*marks).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        missing = [mark for mark in marks if mark not in params]
        if missing:
            raise ValueError(f"A value does not stand in the statement as it was given: {missing}")
        shape, select = compiler.klass_info, compiler.select
        columns = slice(shape["select_fields"][0], shape["select_fields"][-1] + 1)
        return Statement(
            sql=sql,
            values=tuple(value_at(marks.index(each)) if each in marks else constant(each) for each in params),
            compiler=compiler,
            selected=[column[0] for column in select],
            model=shape["model"],
            columns=columns,
            names=[column[0].target.attname for column in select[columns]],
            related=populators(shape, select, connection.alias),
        )


def value_at(place: int) -> Callable[[Sequence[object]], object]:
    return lambda values: values[place]


def constant(value: object) -> Callable[[Sequence[object]], object]:
    return lambda _values: value


@contextmanager
def in_one_go() -> Iterator[None]:
    """Send statements without waiting for each; only answers are waited for, and the end waits for all.

    For what this module asks and for cursors: the ORM's updates ask how many rows they met, which nobody knows yet.
    """
    connection.ensure_connection()
    if connection.connection.pgconn.pipeline_status != PipelineStatus.OFF:
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


@contextmanager
def in_one_transaction() -> Iterator[None]:
    """`in_one_go`, from the beginning of a transaction to its commit, which is waited for with the rest.

    For cursors and this module alone: Django does not know of the transaction.
    """
    if connection.in_atomic_block:
        with in_one_go():
            yield
        return
    try:
        with in_one_go(), connection.cursor() as cursor:
            cursor.execute("BEGIN")
            yield
            cursor.execute("COMMIT")
    except BaseException:
        if not connection.connection.closed:
            connection.connection.rollback()
        raise
