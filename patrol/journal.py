"""The journal: written with the change, numbered by one relay, read by position.

Transactions commit out of id order, so a reader that saw entry 105 may miss 104 for ever. The relay numbers what
has committed, chains the hashes, commits, and only then publishes. Readers follow positions.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import connection

from patrol.models import JournalEntry, Organization, TopicPosition, Unit, User
from patrol.prepared import Prepared, in_one_transaction
from patrol.rows import Rows

FIRST_HASH = "0" * 64
RELAY_LOCK = 7_214_001
PUBLISHED = "published"
ENTRIES = Rows(JournalEntry)
LAST = Prepared(lambda: JournalEntry.objects.numbered().order_by("-position")[:1])
NUMBER = """
UPDATE patrol_journalentry entry
SET position = new.position, prev_hash = new.prev_hash, hash = new.hash, previous = new.previous
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::jsonb[])
    AS new (id, position, prev_hash, hash, previous)
WHERE entry.id = new.id
"""
TOPICS_OF_UNNUMBERED = """
SELECT topic, position FROM patrol_topicposition WHERE topic IN (
    SELECT 'org.' || step FROM patrol_journalentry, string_to_table(trim('/' FROM audience_path), '/') step
    WHERE position IS NULL
    UNION SELECT 'unit.' || unit FROM patrol_journalentry, unnest(audience_units) unit WHERE position IS NULL
)
"""
SET_TOPICS = """
INSERT INTO patrol_topicposition (topic, position) SELECT * FROM unnest(%s::text[], %s::bigint[])
ON CONFLICT (topic) DO UPDATE SET position = excluded.position
"""


@dataclass(frozen=True)
class Audience:
    """Who may read an entry: watchers over the organization path, and the crews of the units."""

    path: str
    units: tuple[int, ...] = ()


def audience_of(organization: Organization, *units: Unit) -> Audience:
    return Audience(path=organization.path or "/", units=tuple(unit.pk for unit in units))


def record(
    *kinds: str,
    subject: tuple[str, object],
    audience: Audience,
    by: User | None,
    at: datetime,
    **data: object,
) -> None:
    """Write one fact, in the transaction of the change that it tells of; or several that differ in kind alone.

    Args:
        kinds: past tense, dotted: `incident.assigned`.
        subject: label and id: `("dispatch.incident", incident.id)`.
        by: who did it; None for the system itself.
        data: facts, ids and digests that JSON can hold; no narrative.

    Raises:
        RuntimeError: outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A journal entry belongs into the transaction of its change.")
    ENTRIES.add(
        *[
            JournalEntry(
                kind=kind,
                subject_label=subject[0],
                subject_id=str(subject[1]),
                actor_id=by.pk if by else None,
                actor=by.display_name if by else "",
                audience_path=audience.path,
                audience_units=list(audience.units),
                at=at,
                data=data,
            )
            for kind in kinds
        ]
    )


def digest(entry: JournalEntry, position: int, prev_hash: str) -> str:
    """SHA-256 over the entry's content, its position and the hash before it, as hexadecimal."""
    content = [
        prev_hash,
        position,
        entry.id,
        entry.kind,
        entry.subject_label,
        entry.subject_id,
        entry.actor_id,
        entry.actor,
        entry.audience_path,
        entry.audience_units,
        entry.at.isoformat(),
        entry.recorded_at.isoformat(),
        entry.data,
        entry.schema,
    ]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def topics_of(entry: JournalEntry) -> list[str]:
    """An organization's topic for each step of the path, and one for each unit."""
    organizations = [f"org.{number}" for number in entry.audience_path.strip("/").split("/") if number]
    return organizations + [f"unit.{unit_id}" for unit_id in entry.audience_units]


def hold_relay_lock() -> bool:
    """Try to be the one relay, for as long as this connection lives. Others may try in vain."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [RELAY_LOCK])
        return bool(cursor.fetchone()[0])


def listen() -> None:
    """Have this connection woken by every committed entry."""
    with connection.cursor() as cursor:
        cursor.execute("LISTEN patrol_journal")


def wait(*, seconds: float) -> None:
    """Sleep until an entry is committed, at most this long."""
    for _woken in connection.connection.notifies(timeout=seconds, stop_after=1):
        return


def number_entries(*, most: int = 500) -> list[JournalEntry]:
    """Give committed entries their positions and hashes, and return those that got one, in order.

    Serialised by an advisory lock of the transaction, so that extra relays are harmless. Stands between a key and a
    phone: it waits for the database twice, for what it reads and for what it keeps.
    """
    with in_one_transaction():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RELAY_LOCK + 1])
        new, last = unnumbered(most).ask(), LAST.ask()
        with connection.cursor() as cursor:
            cursor.execute(TOPICS_OF_UNNUMBERED)
            before = dict(cursor.fetchall())
        entries = new()
        if entries:
            chain(entries, after=next(iter(last()), None), before=before)
    return entries


def chain(entries: list[JournalEntry], *, after: JournalEntry | None, before: dict[str, int]) -> None:
    """Give entries the positions after the last one, link their hashes, and keep both.

    Args:
        before: how far each of their topics is.
    """
    position = (after.position if after else None) or 0
    prev_hash = (after.hash if after else None) or FIRST_HASH
    for entry in entries:
        position += 1
        entry.prev_hash, entry.hash = prev_hash, digest(entry, position, prev_hash)
        entry.position, prev_hash = position, entry.hash
        entry.previous = {topic: before.get(topic, 0) for topic in topics_of(entry)}
        before.update(dict.fromkeys(topics_of(entry), position))
    keep_numbers(entries)
    set_topic_positions({topic: before[topic] for entry in entries for topic in topics_of(entry)})


@cache
def unnumbered(most: int) -> Prepared[JournalEntry]:
    return Prepared(lambda: JournalEntry.objects.unnumbered().order_by("id")[:most])


def keep_numbers(entries: list[JournalEntry]) -> None:
    rows = [(each.id, each.position, each.prev_hash, each.hash, json.dumps(each.previous)) for each in entries]
    with connection.cursor() as cursor:
        cursor.execute(NUMBER, [list(column) for column in zip(*rows, strict=True)])


def set_topic_positions(positions: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET_TOPICS, [list(positions), list(positions.values())])


def unpublished(*, most: int = 500) -> list[JournalEntry]:
    """Numbered entries after the last published position, in order."""
    done = TopicPosition.objects.filter(topic=PUBLISHED).values_list("position", flat=True).first() or 0
    return list(JournalEntry.objects.filter(position__gt=done).order_by("position")[:most])


def mark_published(position: int) -> None:
    """Everything up to here was published. Not waited for on the disk: what is forgotten is published again."""
    with in_one_transaction():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
        set_topic_positions({PUBLISHED: position})


@dataclass(frozen=True)
class Fault:
    """Where the chain breaks, and how."""

    position: int
    what: str


def faults(entries: Iterable[JournalEntry] | None = None) -> Iterator[Fault]:
    """Walk the whole chain: every gap, every wrong link, every altered entry."""
    whole = entries or JournalEntry.objects.numbered().order_by("position").iterator(chunk_size=2000)
    expected, prev_hash = 1, FIRST_HASH
    for entry in whole:
        position = entry.position or 0
        if position != expected:
            yield Fault(position, f"expected position {expected}")
        if entry.prev_hash != prev_hash:
            yield Fault(position, "does not link to the entry before")
        if entry.hash != digest(entry, position, entry.prev_hash or ""):
            yield Fault(position, "content was altered")
        expected, prev_hash = position + 1, entry.hash or ""
