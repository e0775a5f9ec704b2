"""The order of the units that could be sent, its flags and its reasons."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.ranking import Candidate, Flag, Limits, is_short_crewed, rank, why_not_sent
from patrol.vocabulary import DISPATCHABLE_STATUSES, UnitStatus

ONE = Candidate(unit_id=1, call_sign="A1", mode="car", seconds=100.0, metres=800.0, fix_age_s=5.0)

candidates = st.builds(
    Candidate,
    unit_id=st.integers(1, 10_000),
    call_sign=st.text("ABC123", min_size=1, max_size=3),
    mode=st.sampled_from(["car", "bicycle", "foot"]),
    seconds=st.sampled_from([10.0, 10.5, 60.0, 600.0]),
    metres=st.sampled_from([50.0, 500.0]),
    fix_age_s=st.sampled_from([0.0, 59.0, 60.0, 61.0, 181.0]),
    short_crewed=st.booleans(),
    standby=st.booleans(),
    estimated=st.booleans(),
    reachable=st.booleans(),
    far_from_road=st.booleans(),
)
forces = st.lists(candidates, max_size=20, unique_by=lambda candidate: candidate.unit_id)


def call_signs(*several):
    return [ranked.candidate.call_sign for ranked in rank(several)]


@given(forces)
def test_nobody_is_lost_and_ranks_count_from_one(force):
    ranked = rank(force)
    assert [entry.rank for entry in ranked] == list(range(1, len(force) + 1))
    assert {entry.candidate.unit_id for entry in ranked} == {candidate.unit_id for candidate in force}


@given(forces, st.randoms(use_true_random=False))
def test_the_order_given_does_not_matter(force, random):
    shuffled = list(force)
    random.shuffle(shuffled)
    assert rank(shuffled) == rank(force)


@given(forces)
def test_of_equally_good_units_the_quicker_comes_first(force):
    def bucket(candidate):
        return (candidate.reachable, candidate.fix_age_s <= 60, candidate.short_crewed)

    ranked = [entry.candidate for entry in rank(force)]
    for earlier, later in itertools.pairwise(ranked):
        assert bucket(earlier) != bucket(later) or earlier.seconds <= later.seconds


@given(forces)
def test_everyone_but_the_first_is_told_what_put_it_behind(force):
    ranked = rank(force)
    for place, entry in enumerate(ranked):
        told = [reason for reason in entry.reasons if reason["code"] == "behind"]
        assert [reason["unit"] for reason in told] == ([ranked[place - 1].candidate.unit_id] if place else [])


def test_a_position_of_sixty_seconds_is_fresh_and_one_of_sixty_one_is_stale():
    at_the_limit = replace(ONE, call_sign="LIMIT", seconds=900.0, fix_age_s=60.0)
    past_it = replace(ONE, unit_id=2, call_sign="PAST", seconds=30.0, fix_age_s=61.0)
    first, second = rank([past_it, at_the_limit])
    assert (first.candidate.call_sign, first.flags) == ("LIMIT", ())
    assert (second.candidate.call_sign, second.flags) == ("PAST", (Flag.STALE_POSITION,))
    assert second.reasons[-1] == {"code": "behind", "unit": 1, "call_sign": "LIMIT", "rule": "stale"}


def test_the_limits_are_the_callers():
    (entry,) = rank([replace(ONE, fix_age_s=31.0)], Limits(stale_after_s=10, lost_after_s=30))
    assert entry.flags == (Flag.STALE_POSITION, Flag.LOST_POSITION)


def test_a_full_crew_comes_before_a_quicker_short_one():
    short = replace(ONE, unit_id=2, call_sign="SHORT", seconds=10.0, short_crewed=True)
    assert call_signs(short, ONE) == ["A1", "SHORT"]


def test_a_fresh_short_crew_comes_before_a_full_crew_of_unknown_place():
    short = replace(ONE, unit_id=2, call_sign="SHORT", short_crewed=True)
    stale = replace(ONE, unit_id=3, call_sign="STALE", fix_age_s=120.0)
    assert call_signs(stale, short) == ["SHORT", "STALE"]


def test_a_unit_without_a_way_by_road_comes_last_and_is_shown():
    island = replace(ONE, unit_id=2, call_sign="ISLAND", seconds=1.0, reachable=False, estimated=True)
    stale = replace(ONE, unit_id=3, call_sign="STALE", fix_age_s=500.0)
    assert call_signs(island, stale, ONE) == ["A1", "STALE", "ISLAND"]
    last = rank([island, ONE])[-1]
    assert last.flags == (Flag.ESTIMATED, Flag.UNREACHABLE_BY_ROAD)
    assert last.reasons[0]["code"] == "straight_line_time"


def test_a_car_far_off_beats_a_foot_patrol_close_by():
    car = replace(ONE, call_sign="CAR", seconds=180.0, metres=1500.0)
    foot = replace(ONE, unit_id=2, call_sign="FOOT", mode="foot", seconds=360.0, metres=500.0)
    assert call_signs(foot, car) == ["CAR", "FOOT"]


def test_equal_times_are_decided_by_metres_then_call_sign_then_id():
    near = replace(ONE, unit_id=9, call_sign="Z", metres=10.0)
    first = replace(ONE, unit_id=8, call_sign="B")
    second = replace(ONE, unit_id=7, call_sign="C")
    twin = replace(ONE, unit_id=6, call_sign="C")
    ranked = rank([second, first, near, twin])
    assert [entry.candidate.unit_id for entry in ranked] == [9, 8, 6, 7]
    assert [entry.reasons[-1].get("rule") for entry in ranked[1:]] == ["farther", "call_sign", "call_sign"]


def test_a_slower_unit_is_told_by_how_much():
    slow = replace(ONE, unit_id=2, call_sign="SLOW", seconds=142.4)
    assert rank([slow, ONE])[1].reasons[-1] == {
        "code": "behind",
        "unit": 1,
        "call_sign": "A1",
        "rule": "slower",
        "seconds": 42,
    }


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        ({"short_crewed": True}, Flag.SHORT_CREWED),
        ({"estimated": True}, Flag.ESTIMATED),
        ({"far_from_road": True}, Flag.FAR_FROM_ROAD),
        ({"standby": True}, Flag.STANDBY),
    ],
)
def test_what_needs_a_second_look_is_flagged(change, flag):
    (entry,) = rank([replace(ONE, **change)])
    assert entry.flags == (flag,)


def test_standing_by_does_not_change_the_place():
    standby = replace(ONE, unit_id=2, call_sign="A2", seconds=90.0, standby=True)
    assert call_signs(ONE, standby) == ["A2", "A1"]


@pytest.mark.parametrize(
    ("status", "sworn", "committed", "why"),
    [
        ("patrol", 1, False, None),
        ("post", 2, False, None),
        ("standby", 1, False, None),
        ("returning", 1, False, None),
        ("meal", 1, False, "meal"),
        ("breakdown", 1, False, "breakdown"),
        ("off_duty", 1, False, "off_duty"),
        ("out_of_service", 1, True, "out_of_service"),
        ("busy", 1, False, "busy"),
        ("patrol", 0, False, "no_sworn_officer"),
        ("patrol", 0, True, "no_sworn_officer"),
        ("patrol", 1, True, "has_an_order"),
    ],
)
def test_a_unit_that_cannot_be_sent_says_why(status, sworn, committed, why):
    assert why_not_sent(UnitStatus(status), sworn=sworn, committed=committed) == why


def test_every_status_either_can_be_sent_or_says_why():
    for status in UnitStatus:
        why = why_not_sent(status, sworn=1, committed=False)
        assert (why is None) == (status in DISPATCHABLE_STATUSES)


@pytest.mark.parametrize(
    ("sworn", "auxiliaries", "short"), [(1, 2, False), (2, 1, False), (3, 0, False), (0, 3, True), (1, 1, True)]
)
def test_a_crew_below_one_and_two_is_short_unless_an_officer_stands_in(sworn, auxiliaries, short):
    assert is_short_crewed(sworn=sworn, auxiliaries=auxiliaries, min_sworn=1, min_auxiliary=2) is short
