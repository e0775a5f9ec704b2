"""How assignments and calls move on: the whole truth table."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.lifecycle import (
    ACTIVE,
    Actor,
    AssignmentState,
    EndRefused,
    Step,
    StepRefused,
    Times,
    ended,
    may_step,
    stepped,
)
from dispatch.vocabulary import IncidentStatus

T0 = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
S = AssignmentState

REACHED = {
    S.ORDERED: Times(),
    S.ACKNOWLEDGED: Times(T0),
    S.EN_ROUTE: Times(T0, T0),
    S.ON_SCENE: Times(T0, T0, T0),
    S.CLEARED: Times(T0, T0, T0, T0),
    S.WITHDRAWN: Times(T0, withdrawn_at=T0),
}

# One row a state, one column a step: what follows; "-" refuses.
TRUTH = """
              acknowledge   leave     arrive    clear    withdraw
ordered       acknowledged  en_route  on_scene  -        withdrawn
acknowledged  acknowledged  en_route  on_scene  -        withdrawn
en_route      en_route      en_route  on_scene  -        withdrawn
on_scene      on_scene      on_scene  on_scene  cleared  -
cleared       cleared       cleared   cleared   cleared  -
withdrawn     -             -         -         -        withdrawn
"""
HEADER, *ROWS = (line.split() for line in TRUTH.strip().splitlines())
CASES = [(row[0], step, after) for row in ROWS for step, after in zip(HEADER, row[1:], strict=True)]


def test_the_table_names_every_state_and_every_step():
    assert {(state, step) for state, step, _after in CASES} == {(state, step) for state in S for step in Step}


@pytest.mark.parametrize(("before", "step", "after"), CASES)
def test_a_step_leads_where_the_table_says(before, step, after):
    times = REACHED[S(before)]
    if after == "-":
        with pytest.raises(StepRefused) as refused:
            stepped(times, Step(step), at=T0)
        assert (refused.value.state, refused.value.step) == (before, step)
    else:
        assert stepped(times, Step(step), at=T0).state == after


@pytest.mark.parametrize("state", list(S))
def test_a_state_follows_from_its_times(state):
    assert REACHED[state].state is state


def test_arriving_without_a_word_before_fills_the_earlier_times_with_the_same_moment():
    assert stepped(Times(), Step.ARRIVE, at=T0) == Times(T0, T0, T0)


def test_filling_keeps_the_times_that_are_known():
    later = T0 + timedelta(minutes=4)
    assert stepped(Times(T0), Step.ARRIVE, at=later) == Times(T0, later, later)


def test_a_repeated_step_keeps_its_first_time():
    assert stepped(Times(T0, T0), Step.LEAVE, at=T0 + timedelta(hours=1)) == Times(T0, T0)


def test_a_step_is_never_counted_before_the_one_it_follows():
    assert stepped(Times(T0, T0), Step.ARRIVE, at=T0 - timedelta(seconds=3)).arrived_at == T0


@given(st.lists(st.tuples(st.sampled_from(list(Step)), st.integers(-60, 3600)), max_size=12))
def test_whatever_is_pressed_the_times_stay_in_order(presses):
    times = Times()
    for step, seconds in presses:
        try:
            times = stepped(times, step, at=T0 + timedelta(seconds=seconds))
        except StepRefused:
            continue
    forward = [times.acknowledged_at, times.en_route_at, times.arrived_at, times.cleared_at]
    known = [time for time in forward if time is not None]
    assert known == sorted(known)
    assert forward[: len(known)] == known
    assert times.cleared_at is None or times.withdrawn_at is None


def test_only_a_dispatcher_withdraws():
    assert not may_step(Step.WITHDRAW, frozenset({Actor.CREW}))
    assert may_step(Step.WITHDRAW, frozenset({Actor.DISPATCHER}))


@pytest.mark.parametrize("step", list(Step))
def test_nobody_steps_without_a_capacity(step):
    assert not may_step(step, frozenset())


@pytest.mark.parametrize("step", [Step.ACKNOWLEDGE, Step.LEAVE, Step.ARRIVE, Step.CLEAR])
def test_crew_and_dispatcher_both_move_a_unit_on(step):
    assert may_step(step, frozenset({Actor.CREW}))
    assert may_step(step, frozenset({Actor.DISPATCHER}))


def test_active_are_the_states_that_bind_the_unit():
    assert set(S) - ACTIVE == {S.CLEARED, S.WITHDRAWN}


@pytest.mark.parametrize("to", [IncidentStatus.CLOSED, IncidentStatus.CANCELLED])
def test_an_open_call_without_units_ends_and_ending_it_again_changes_nothing(to):
    assert ended(IncidentStatus.OPEN, to, active=0) is to
    assert ended(to, to, active=0) is to


@pytest.mark.parametrize("to", [IncidentStatus.CLOSED, IncidentStatus.CANCELLED])
def test_a_call_with_a_unit_on_it_does_not_end(to):
    with pytest.raises(EndRefused) as refused:
        ended(IncidentStatus.OPEN, to, active=2)
    assert refused.value.active == 2


@pytest.mark.parametrize(
    ("status", "to"),
    [
        (IncidentStatus.CLOSED, IncidentStatus.CANCELLED),
        (IncidentStatus.CANCELLED, IncidentStatus.CLOSED),
        (IncidentStatus.CLOSED, IncidentStatus.OPEN),
        (IncidentStatus.OPEN, IncidentStatus.OPEN),
    ],
)
def test_a_call_ends_once_and_never_opens_again(status, to):
    with pytest.raises(EndRefused):
        ended(status, to, active=0)
