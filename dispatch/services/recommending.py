"""Recommendations as they were shown, and the one that a dispatch was decided on (F44)."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from dispatch.models import Incident, Recommendation
from dispatch.selectors import Picture, recommend
from dispatch.vocabulary import RecommendationMoment

type Ranks = dict[int, int]  # of each unit among the candidates, from 1

DECIDE = """
UPDATE dispatch_recommendation SET moment = 'assign'
WHERE incident_id = %s AND moment = 'shown' AND made_at > %s AND made_at <= %s
RETURNING jsonb_path_query_array(picture, '$.candidates[*].unit')
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


def keep_decision(*, incident: Incident, at: datetime) -> Ranks:
    """The ranks that units are sent on: what was shown in the last 15 s, otherwise one of this moment.

    So nothing is ranked while an order is on its way. A unit that was not shown has no rank in it. Called in the
    transaction of the dispatch.
    """
    return ask_decision(incident.pk, at=at)(incident)


def ask_decision(incident_id: UUID, *, at: datetime) -> Callable[[Incident], Ranks]:
    """Ask for what was shown of a call; what comes back waits for it, or ranks anew: `keep_decision`."""
    cursor = connection.cursor()
    cursor.execute(DECIDE, [incident_id, at - STILL_BEFORE_THE_EYES, at])

    def answer(incident: Incident) -> Ranks:
        with cursor:
            shown = cursor.fetchone()
        if shown is None:
            now = recommend(incident=incident, at=at)
            keep(now, incident=incident, moment=RecommendationMoment.ASSIGN)
            return {entry.candidate.unit_id: entry.rank for entry in now.ranked}
        return {unit: rank for rank, unit in enumerate(json.loads(shown[0]), start=1)}

    return answer
