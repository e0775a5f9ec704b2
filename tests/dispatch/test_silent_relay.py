"""Pages are told when facts have stopped coming: a page that hears nothing else would believe that nothing happens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dispatch.consumers import pong_of
from patrol import deadlines


def lived_ago(seconds):
    deadlines.beat("relay", at=timezone.now() - timedelta(seconds=seconds))


@pytest.mark.parametrize(("ago", "least", "most"), [(0, 0, 9), (40, 40, 49)])
def test_a_ping_and_the_journal_tell_how_long_the_relay_has_been_silent(db, as_, dispatcher, ago, least, most):
    lived_ago(ago)
    told = pong_of([]).silent_s, as_(dispatcher).get("/api/journal").json()["silent_s"]
    assert all(least <= silent < most for silent in told)


def test_a_relay_that_never_lived_is_told_apart_from_one_that_just_did(db, as_, dispatcher):
    assert pong_of([]).silent_s is None
    assert as_(dispatcher).get("/api/journal").json()["silent_s"] is None
