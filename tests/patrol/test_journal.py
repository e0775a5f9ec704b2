"""The journal: append-only, numbered without gaps, read once and in order by everyone who may."""

import random
import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from patrol import journal
from patrol.journal import Audience, faults, number_entries, record
from patrol.models import JournalEntry, Organization, User
from patrol.selectors import entries_after
from patrol.vocabulary import Role

WRITERS, ENTRIES_A_WRITER, RELAYS = 8, 40, 3


def write(path: str, at: datetime, number: int = 0, units: tuple[int, ...] = ()) -> None:
    audience = Audience(path, units)
    with transaction.atomic():
        record("test.happened", subject=("test", number), audience=audience, by=None, at=at, number=number)


def in_threads(*jobs: Callable[[], None]) -> list[threading.Thread]:
    """Start each job in a thread that closes its own database connection at the end."""

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    return threads


class Reader:
    """A page that follows the journal by position and loses its connection at random."""

    def __init__(self, user: User, seed: int) -> None:
        self.user = user
        self.random = random.Random(seed)
        self.after = 0
        self.got: list[int] = []

    def read(self) -> None:
        entries = entries_after(self.user, after=self.after, most=self.random.randint(1, 30))
        arrived = entries[: self.random.randint(0, len(entries))]
        self.got += [entry.id for entry in arrived]
        if arrived:
            self.after = arrived[-1].position or 0


def writer(paths: list[str], seed: int) -> Callable[[], None]:
    """Writes entries for random audiences; some transactions dawdle, so that they commit out of id order."""
    chance = random.Random(seed)

    def work() -> None:
        for number in range(ENTRIES_A_WRITER):
            with transaction.atomic():
                write(chance.choice(paths), timezone.now(), number)
                if chance.random() < 0.3:
                    connection.cursor().execute("SELECT pg_sleep(%s)", [chance.random() / 50])

    return work


def relay(writing: threading.Event) -> Callable[[], None]:
    def work() -> None:
        while writing.is_set() or JournalEntry.objects.unnumbered().exists():
            number_entries(most=7)

    return work


def page(reader: Reader, writing: threading.Event) -> Callable[[], None]:
    """Reads while others write, then catches up."""

    def work() -> None:
        while writing.is_set() or JournalEntry.objects.unnumbered().exists():
            reader.read()
        while entries_after(reader.user, after=reader.after):
            reader.read()

    return work


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_writers_three_relays_and_every_reader_gets_its_entries_once_and_in_order(
    bureau: Organization, station: Organization, elsewhere: Organization, make_person: Callable[..., User]
) -> None:
    homes = [bureau, station, elsewhere, bureau]
    readers = [Reader(make_person(home, Role.OPERATOR), seed) for seed, home in enumerate(homes)]
    writing = threading.Event()
    writing.set()
    others = in_threads(*[relay(writing)] * RELAYS, *[page(reader, writing) for reader in readers])
    paths = [str(home.path) for home in homes[:3]]
    for thread in in_threads(*[writer(paths, seed) for seed in range(WRITERS)]):
        thread.join()
    writing.clear()
    for thread in others:
        thread.join()
    assert JournalEntry.objects.numbered().count() == WRITERS * ENTRIES_A_WRITER
    assert list(faults()) == []
    for reader, home in zip(readers, homes, strict=True):
        due = JournalEntry.objects.filter(audience_path__startswith=home.path).order_by("position")
        assert reader.got == list(due.values_list("id", flat=True))


def test_previous_of_a_topic_is_the_position_of_the_entry_before_it(
    bureau: Organization, station: Organization, now: datetime
) -> None:
    for path in (bureau.path, station.path, bureau.path, station.path):
        write(str(path), now, units=(7, 8) if path == station.path else (8,))
        number_entries()
    for topic, expected in {
        f"org.{station.pk}": [(0, 2), (2, 4)],
        "unit.7": [(0, 2), (2, 4)],
        "unit.8": [(0, 1), (1, 2), (2, 3), (3, 4)],
    }.items():
        chained = [entry for entry in JournalEntry.objects.order_by("position") if topic in (entry.previous or {})]
        assert [(entry.previous[topic], entry.position) for entry in chained] == expected, topic


def test_numbering_that_fails_numbers_nothing_and_goes_on_after(
    transactional_db: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("/", now)
    monkeypatch.setattr(journal, "SET_TOPICS", "SELECT 1/0 WHERE %s IS NOT NULL OR %s IS NOT NULL")
    with pytest.raises(DatabaseError):
        number_entries()
    assert JournalEntry.objects.numbered().count() == 0
    monkeypatch.undo()
    assert [entry.position for entry in number_entries()] == [1]


def test_recording_outside_a_transaction_is_a_mistake(transactional_db: None, now: datetime) -> None:
    with pytest.raises(RuntimeError):
        record("test.happened", subject=("test", 1), audience=Audience("/"), by=None, at=now)


def write_and_fail(now: datetime) -> None:
    with transaction.atomic():
        write("/", now)
        raise ZeroDivisionError


def test_a_rolled_back_change_leaves_no_entry(db: None, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError):
        write_and_fail(now)
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE patrol_journalentry SET actor = 'somebody else'",
        "UPDATE patrol_journalentry SET position = position + 1",
        "DELETE FROM patrol_journalentry",
        "SET LOCAL patrol.allow_truncate = 'off'; TRUNCATE patrol_journalentry",
    ],
)
def test_the_database_refuses_to_change_history(db: None, now: datetime, statement: str) -> None:
    write("/", now)
    number_entries()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "data = jsonb_set(data, '{number}', '8')",
        "actor = 'x'",
        "at = at + interval '1 microsecond'",
        "audience_path = '/2/'",
        "hash = overlay(hash placing translate(substr(hash, 5, 1), '0123456789abcdef', '123456789abcdef0') from 5)",
    ],
)
def test_verify_journal_finds_one_altered_byte(db: None, now: datetime, change: str) -> None:
    for number in range(5):
        write("/1/", now, number)
    number_entries()
    call_command("verify_journal")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        cursor.execute(f"UPDATE patrol_journalentry SET {change} WHERE position = 3")
    assert {fault.position for fault in faults()} & {3, 4}
    with pytest.raises(CommandError):
        call_command("verify_journal")


def test_verify_journal_finds_a_removed_entry(db: None, now: datetime) -> None:
    for number in range(5):
        write("/1/", now, number)
    number_entries()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        cursor.execute("DELETE FROM patrol_journalentry WHERE position = 3")
    assert next(fault.position for fault in faults()) == 4
