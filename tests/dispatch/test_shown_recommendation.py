"""A dispatch keeps the recommendation that was before the operator's eyes."""

from datetime import timedelta

import pytest

from dispatch import services
from dispatch.models import Recommendation

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(call, dispatcher):
    def send(unit, at):
        (assignment,) = services.assign_units(incident_id=call.pk, unit_ids=[unit.pk], by=dispatcher, at=at)
        return assignment

    return send


def decided_at(call):
    return list(Recommendation.objects.filter(incident=call, moment="assign").values_list("made_at", flat=True))


def test_a_unit_is_sent_on_what_was_shown_though_another_came_nearer_meanwhile(call, make_unit, now, send):
    unit = make_unit("U1", 116.42, 39.9)
    services.show_recommendation(incident=call, at=now)
    make_unit("NEARER", call.point.x, call.point.y)
    assert send(unit, now + timedelta(seconds=14)).recommended_rank == 1
    assert decided_at(call) == [now]


def test_what_was_shown_too_long_ago_is_ranked_anew(call, make_unit, now, send):
    unit = make_unit("U1", 116.42, 39.9)
    services.show_recommendation(incident=call, at=now)
    make_unit("NEARER", call.point.x, call.point.y)
    later = now + timedelta(seconds=15)
    assert send(unit, later).recommended_rank == 2
    assert decided_at(call) == [later]


def test_a_unit_that_was_not_shown_is_sent_without_a_rank(call, make_unit, now, send):
    services.show_recommendation(incident=call, at=now)
    unit = make_unit("U1", 116.42, 39.9)
    assert send(unit, now + timedelta(seconds=1)).recommended_rank is None
    assert decided_at(call) == [now]


def test_a_call_keeps_one_recommendation_as_shown_last_however_often_it_is_looked_at(call, make_unit, now):
    make_unit("U1", 116.42, 39.9)
    for seconds in range(3):
        services.show_recommendation(incident=call, at=now + timedelta(seconds=seconds))
    (shown,) = Recommendation.objects.filter(incident=call, moment="shown")
    assert shown.made_at == now + timedelta(seconds=2)
