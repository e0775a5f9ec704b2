"""Deadlines: each fires once, at its time, whoever dies."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connections
from pytest_django import Settings

from patrol.deadlines import beat, cancel_deadlines, lease_due, run_due, set_deadline, stale_heartbeats
from patrol.models import Deadline

fired: list[str] = []
failing: set[str] = set()


def note_firing(*, subject_id: str, at: datetime) -> None:
    """A consequence that remembers, and fails where a test asks it to."""
    if subject_id in failing:
        raise RuntimeError
    fired.append(subject_id)


def cancel_itself(*, subject_id: str, at: datetime) -> None:
    """A consequence during which what was awaited happens."""
    fired.append(subject_id)
    cancel_deadlines("test.cancelled", subject=("test", subject_id), at=at)


@pytest.fixture(autouse=True)
def kinds(settings: Settings) -> Iterator[None]:
    settings.DEADLINE_KINDS = {
        "test": f"{__name__}.note_firing",
        "test.cancelled": f"{__name__}.cancel_itself",
    }
    yield
    fired.clear()
    failing.clear()


def due(subject: object, at: datetime, kind: str = "test") -> Deadline:
    return set_deadline(kind, subject=("test", subject), due_at=at)


def test_a_deadline_fires_at_its_second_and_only_once(db: None, now: datetime) -> None:
    due(1, now)
    assert run_due(at=now - timedelta(seconds=1)) == 0
    assert run_due(at=now) == 1
    assert run_due(at=now + timedelta(hours=1)) == 0
    assert fired == ["1"]


def test_a_cancelled_deadline_never_fires(db: None, now: datetime) -> None:
    due(1, now)
    cancel_deadlines("test", subject=("test", 1), at=now)
    assert run_due(at=now) == 0
    assert fired == []


def test_setting_a_pending_deadline_again_moves_it(db: None, now: datetime) -> None:
    due(1, now)
    due(1, now + timedelta(minutes=1))
    assert run_due(at=now) == 0
    assert run_due(at=now + timedelta(minutes=1)) == 1


def test_what_happens_while_the_consequence_runs_takes_it_back(db: None, now: datetime) -> None:
    deadline = due(1, now, "test.cancelled")
    assert run_due(at=now) == 0
    deadline.refresh_from_db()
    assert deadline.fired_at is None


def test_a_failing_consequence_is_tried_again_and_holds_up_no_other(db: None, now: datetime) -> None:
    due("bad", now)
    due("good", now)
    failing.add("bad")
    assert run_due(at=now) == 1
    failing.clear()
    assert run_due(at=now + timedelta(seconds=6)) == 1
    assert fired == ["good", "bad"]


def test_the_lease_of_a_dead_worker_runs_out(db: None, now: datetime) -> None:
    due(1, now)
    assert len(lease_due(at=now)) == 1
    assert run_due(at=now + timedelta(seconds=4)) == 0
    assert run_due(at=now + timedelta(seconds=6)) == 1


def test_the_relay_takes_only_what_is_three_seconds_late(db: None, now: datetime) -> None:
    due(1, now)
    late_by = timedelta(seconds=3)
    assert run_due(at=now + timedelta(seconds=2), late_by=late_by) == 0
    assert run_due(at=now + timedelta(seconds=3), late_by=late_by) == 1


@pytest.mark.django_db(transaction=True)
def test_four_workers_fire_two_hundred_deadlines_once_each(now: datetime) -> None:
    for number in range(200):
        due(number, now)

    def work() -> None:
        try:
            run_due(at=now)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(fired, key=int) == [str(number) for number in range(200)]
    assert not Deadline.objects.pending().exists()


def test_a_silent_job_is_named(db: None, now: datetime, settings: Settings) -> None:
    settings.HEARTBEATS = {"relay": 10, "beat": 15}
    beat("relay", at=now)
    beat("beat", at=now)
    assert stale_heartbeats(at=now + timedelta(seconds=10)) == []
    assert stale_heartbeats(at=now + timedelta(seconds=11)) == ["relay"]
