"""By whose clock a step counts: ours, unless it waited for a network or was stated by radio."""

from datetime import UTC, datetime, timedelta

import pytest

from patrol.clocks import Said, UnlikelyTime, counted, facts_of

NOW = datetime(2026, 3, 4, 14, 5, tzinfo=UTC)
SENT = NOW - timedelta(minutes=10)


def of_device(pressed_ago: timedelta, *, clock_off: timedelta = timedelta(0)) -> Said:
    """A step pressed so long ago on a device whose clock is off by so much."""
    device_now = NOW + clock_off
    return Said(happened_at=device_now - pressed_ago, device_now=device_now)


def moment_of(said: Said) -> datetime:
    return counted(said, at=NOW, not_before=SENT)


def test_a_step_without_a_word_about_time_counts_from_when_it_reached_us() -> None:
    assert moment_of(Said()) == NOW


@pytest.mark.parametrize("off", [timedelta(0), timedelta(hours=-7), timedelta(hours=8), timedelta(days=400)])
def test_a_step_that_waited_for_a_network_counts_from_when_it_was_pressed_however_wrong_the_device_is(
    off: timedelta,
) -> None:
    assert moment_of(of_device(timedelta(minutes=4), clock_off=off)) == NOW - timedelta(minutes=4)


def test_a_step_sent_at_once_counts_by_our_clock_alone() -> None:
    assert moment_of(of_device(timedelta(seconds=2), clock_off=timedelta(hours=3))) == NOW


def test_a_device_that_does_not_tell_its_clock_is_not_believed() -> None:
    assert moment_of(Said(happened_at=NOW - timedelta(hours=5))) == NOW


def test_no_step_of_a_device_counts_before_what_it_answers() -> None:
    assert moment_of(of_device(timedelta(hours=2))) == SENT


def test_what_waited_longer_than_a_shift_is_a_clock_that_was_set_and_counts_as_now() -> None:
    assert moment_of(of_device(timedelta(days=3))) == NOW


def test_what_an_operator_states_by_radio_counts_as_it_is_said() -> None:
    assert moment_of(Said(happened_at=NOW - timedelta(minutes=3), by_radio=True)) == NOW - timedelta(minutes=3)


@pytest.mark.parametrize("stated", [NOW + timedelta(minutes=5), SENT - timedelta(seconds=1)])
def test_a_stated_time_in_the_future_or_before_the_order_is_refused(stated: datetime) -> None:
    with pytest.raises(UnlikelyTime):
        moment_of(Said(happened_at=stated, by_radio=True))


def test_a_clock_a_little_ahead_of_ours_states_now() -> None:
    assert moment_of(Said(happened_at=NOW + timedelta(seconds=20), by_radio=True)) == NOW


def test_both_clocks_are_kept_where_they_differ() -> None:
    said = of_device(timedelta(minutes=4), clock_off=timedelta(hours=8))
    assert facts_of(said, moment=moment_of(said)) == {"device_at": said.happened_at.isoformat()}
    assert facts_of(of_device(timedelta(seconds=9)), moment=NOW - timedelta(seconds=9)) == {}
    assert facts_of(Said(happened_at=SENT, by_radio=True), moment=SENT) == {"by_radio": True}
