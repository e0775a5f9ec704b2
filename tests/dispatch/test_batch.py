"""What the batch form accepts, leaves out and refuses."""

import json
from datetime import UTC, datetime, timedelta
from math import isnan

import pytest

from dispatch.ingest.batch import accept, read_batch
from dispatch.ingest.replies import TooLarge
from dispatch.ingest.reporters import Reporter
from patrol.errors import BadInput, NotPermitted

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
PAGE = Reporter(source=4, unit=5, units=frozenset([5]), looked_up_at=0)
GATEWAY = Reporter(source=5, unit=None, units=frozenset([5, 6]), looked_up_at=0)


def position(**more: object) -> dict[str, object]:
    return {"lon": 117.0, "lat": 36.6, "fixed_at": NOW.isoformat(), "accuracy": 5, "speed": 3, "heading": 10} | more


def taken(*positions: dict[str, object], reporter: Reporter = PAGE) -> tuple[list[tuple[float, ...]], dict[str, int]]:
    body = json.dumps({"positions": positions}).encode()
    accepted = accept(read_batch(body), reporter, received_at=NOW.timestamp())
    return accepted.rows, dict(accepted.ignored)


def test_a_position_becomes_a_row_in_microseconds() -> None:
    microseconds = int(NOW.timestamp() * 1_000_000)
    assert taken(position()) == ([(5, microseconds, microseconds, 117.0, 36.6, 5.0, 3.0, 10.0, 4)], {})


@pytest.mark.parametrize(
    "fixed_at",
    [
        "2026-03-01T08:00:00Z",
        "2026-03-01T16:00:00+08:00",
        "2026-03-01T08:00:00.000Z",
        NOW.timestamp(),
        int(NOW.timestamp()),
        NOW.timestamp() * 1000,
    ],
)
def test_times_may_be_iso_or_seconds_or_milliseconds(fixed_at: object) -> None:
    assert taken(position(fixed_at=fixed_at))[0][0][1] == NOW.timestamp() * 1_000_000


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"fixed_at": (NOW + timedelta(seconds=61)).isoformat()}, "future"),
        ({"fixed_at": (NOW + timedelta(seconds=60)).isoformat()}, None),
        ({"fixed_at": 1e300}, "future"),
        ({"fixed_at": -1}, "out_of_range"),
        ({"lon": 0, "lat": 0}, "null_island"),
        ({"lon": 0, "lat": 51.5}, None),
        ({"lat": 90.1}, "out_of_range"),
        ({"lon": -180.1}, "out_of_range"),
    ],
)
def test_what_cannot_be_true_is_left_out_with_its_reason(more: dict[str, object], reason: str | None) -> None:
    rows, ignored = taken(position(**more), position())
    assert ignored == ({reason: 1} if reason else {})
    assert len(rows) == (1 if reason else 2)


def test_a_position_in_another_datum_is_converted_once() -> None:
    lon, lat = taken(position(datum="GCJ-02", lon=117.0, lat=36.65))[0][0][3:5]
    assert 300 < abs(lon - 117.0) * 89_000 < 700
    assert lat != 36.65


@pytest.mark.parametrize("unknown", [None, -1, 1e9])
def test_what_a_device_does_not_know_becomes_not_a_number(unknown: float | None) -> None:
    row = taken(position(accuracy=unknown, speed=unknown, heading=unknown))[0][0]
    assert all(isnan(value) for value in row[5:8])


def test_north_is_zero_degrees() -> None:
    assert taken(position(heading=360))[0][0][7] == 0


def test_a_device_reports_for_its_own_unit_alone() -> None:
    assert taken(position(unit=5))[0][0][0] == 5
    with pytest.raises(NotPermitted, match="6"):
        taken(position(), position(unit=6))


def test_a_gateway_names_the_unit() -> None:
    assert [row[0] for row in taken(position(unit=6), position(unit=5), reporter=GATEWAY)[0]] == [6, 5]
    with pytest.raises(BadInput):
        taken(position(), reporter=GATEWAY)
    with pytest.raises(NotPermitted):
        taken(position(unit=7), reporter=GATEWAY)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "truncated"),
        (b"\xff\xfe", "batch of positions"),
        (b"[]", "object"),
        (b"{}", "positions"),
        (b'{"positions": [{"lon": 1}]}', "lat"),
        (b'{"positions": [{"lon": "east", "lat": 2, "fixed_at": 1}]}', r"positions.*lon"),
        (b'{"positions": [{"lon": 1, "lat": 2, "fixed_at": "yesterday"}]}', "fixed_at"),
        (b'{"positions": [{"lon": 1, "lat": 2, "fixed_at": "2026-01-01T00:00:00"}]}', "timezone"),
        (b'{"positions": [{"lon": 1, "lat": 2, "fixed_at": true}]}', "fixed_at"),
        (b'{"positions": [{"lon": NaN, "lat": 2, "fixed_at": 1}]}', "batch of positions"),
        (b'{"positions": [{"lon": 1e999, "lat": 2, "fixed_at": 1}]}', "batch of positions"),
        (b'{"positions": [{"lon": 1, "lat": 2, "fixed_at": 1, "unit": 99999999999999999999}]}', "unit"),
        (b'{"positions": [{"lon": 1, "lat": 2, "fixed_at": 1, "unit": "U1"}]}', "unit"),
    ],
)
def test_a_malformed_body_is_told_what_is_wrong(body: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_batch(body)


def test_an_unknown_datum_is_told_which_are_known() -> None:
    with pytest.raises(BadInput, match="gcj02"):
        taken(position(datum="tokyo"))


def test_more_than_five_thousand_positions_are_too_many() -> None:
    taken(*[position()] * 5000)
    with pytest.raises(TooLarge):
        taken(*[position()] * 5001)
