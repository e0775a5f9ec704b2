"""The track is kept in one partition a day (UTC)."""

from datetime import date, timedelta

from django.db import connection, transaction
from psycopg import sql

DAYS_AHEAD = 2


@transaction.atomic
def prepare_partitions(day: date) -> list[str]:
    """Make the partitions of `day` and the two days after it that are missing. Returns the names of the new ones.

    Reports that came before their partition lie in the default one and are moved. May run at any time, anywhere.
    """
    days = [day + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)]
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE patrol_fix IN SHARE UPDATE EXCLUSIVE MODE")
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'patrol_fix'::regclass")
        present = {name for (name,) in cursor.fetchall()}
        missing = [each for each in days if _name(each) not in present]
        for each in missing:
            _make(cursor, each)
    return [_name(each) for each in missing]


def _name(day: date) -> str:
    return f"patrol_fix_{day:%Y%m%d}"


def _make(cursor, day: date) -> None:  # type: ignore[no-untyped-def]  # Django's cursor has no public type
    table, default = sql.Identifier(_name(day)), sql.Identifier("patrol_fix_other")
    starts_at, ends_at = (sql.Literal(f"{each} 00:00:00+00") for each in (day, day + timedelta(days=1)))
    cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(default))
    cursor.execute(sql.SQL("CREATE TABLE {} (LIKE patrol_fix INCLUDING ALL)").format(table))
    cursor.execute(
        sql.SQL(
            "WITH early AS (DELETE FROM {} WHERE fixed_at >= {} AND fixed_at < {} RETURNING *)"
            " INSERT INTO {} SELECT * FROM early"
        ).format(default, starts_at, ends_at, table)
    )
    cursor.execute(
        sql.SQL("ALTER TABLE patrol_fix ATTACH PARTITION {} FOR VALUES FROM ({}) TO ({})").format(
            table, starts_at, ends_at
        )
    )
