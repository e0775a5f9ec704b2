"""What becomes of positions once they are read."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection

from dispatch.tracking import prepare, tend, track
from patrol import live
from patrol.models import Fix, Heartbeat, LiveFix, Unit


def report(unit: Unit, at: datetime) -> live.Report:
    return live.Report(unit.pk, at, at, 117.0, 36.6, None, None, None, 1)


def test_a_batch_is_stored_whole_or_not_at_all(
    make_unit: Callable[..., Unit], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = make_unit("U1")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE patrol_livefix ADD CONSTRAINT nowhere CHECK (unit_id < 0) NOT VALID")
    with pytest.raises(Exception, match="nowhere"):
        track(reports=live.as_array([report(unit, now)]))
    assert not Fix.objects.exists()


def test_preparing_brings_partitions_and_live_positions(make_unit: Callable[..., Unit], now: datetime) -> None:
    unit = make_unit("U1")
    track(reports=live.as_array([report(unit, now)]))
    LiveFix.objects.all().delete()
    prepare(at=now)
    assert LiveFix.objects.filter(unit=unit).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"patrol_fix_{now.astimezone(UTC):%Y%m%d}"])
        assert cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_tending_leaves_a_sign_of_life(now: datetime) -> None:
    tend(at=now)
    assert Heartbeat.objects.get(name="live").beat_at == now
