"""Recommendations as they were shown, and the one that a dispatch was decided on (F44)."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction

from dispatch.models import Incident, Recommendation
from dispatch.selectors import Picture, recommend
from dispatch.vocabulary import RecommendationMoment

type KeptPicture = dict[str, Any]  # `Picture.as_dict()`

DECIDE = """
UPDATE dispatch_recommendation SET moment = 'assign'
WHERE incident_id = %s AND moment = 'shown' AND made_at > %s AND made_at <= %s
RETURNING picture
"""
STILL_BEFORE_THE_EYES = timedelta(seconds=15)  # an open card asks again every ten


def keep(picture: Picture, *, incident: Incident, moment: RecommendationMoment) -> Recommendation:
    """Store a recommendation as it was shown."""
    return Recommendation.objects.create(incident=incident, moment=moment.value, **facts_of(picture))


def facts_of(picture: Picture) -> dict[str, Any]:
    return {"made_at": picture.as_of, "estimated": picture.estimated, "picture": picture.as_dict()}


def show_recommendation(*, incident: Incident, at: datetime) -> Picture:
    """Who should go now; kept as the one that was shown last, for the dispatch that may follow."""
    picture = recommend(incident=incident, at=at)
    shown = Recommendation.objects.filter(incident=incident, moment=RecommendationMoment.SHOWN.value)
    if not shown.update(**facts_of(picture)):
        try:
            with transaction.atomic():
                keep(picture, incident=incident, moment=RecommendationMoment.SHOWN)
        except IntegrityError:  # another console asked at the same moment
            shown.update(**facts_of(picture))
    return picture


def keep_decision(*, incident: Incident, at: datetime) -> KeptPicture:
    """The recommendation that units are sent on: what was shown in the last 15 s, otherwise one of this moment.

    So nothing is ranked while an order is on its way. A unit that was not shown has no rank in it. Called in the
    transaction of the dispatch.
    """
    with connection.cursor() as cursor:
        cursor.execute(DECIDE, [incident.pk, at - STILL_BEFORE_THE_EYES, at])
        shown = cursor.fetchone()
    if shown is None:
        now = recommend(incident=incident, at=at)
        keep(now, incident=incident, moment=RecommendationMoment.ASSIGN)
        return now.as_dict()
    picture: KeptPicture = json.loads(shown[0])
    return picture


def rank_in(picture: KeptPicture, unit_id: int) -> int | None:
    """The rank that a unit was shown with; None where it was not among the candidates."""
    return next((shown["rank"] for shown in picture["candidates"] if shown["unit"] == unit_id), None)
