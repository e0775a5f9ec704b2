"""Recommendations as they were shown, and the one that a dispatch was decided on (F44)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from dispatch.models import Incident, Recommendation
from dispatch.selectors import Picture, recommend
from dispatch.vocabulary import RecommendationMoment

type KeptPicture = dict[str, Any]  # `Picture.as_dict()`

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


def keep_decision(*, incident: Incident, unit_ids: Collection[int], at: datetime) -> KeptPicture:
    """The recommendation that units are sent on: what was shown in the last 15 s, otherwise one of this moment.

    So nothing is ranked while an order is on its way, unless a unit is sent that was not shown. Called in the
    transaction of the dispatch.
    """
    seen = (
        Recommendation.objects.filter(incident=incident, made_at__gt=at - STILL_BEFORE_THE_EYES, made_at__lte=at)
        .exclude(moment=RecommendationMoment.ASSIGN.value)
        .order_by("-made_at", "-pk")
        .first()
    )
    decided: KeptPicture
    if seen is None or any(rank_in(seen.picture, unit_id) is None for unit_id in unit_ids):
        now = recommend(incident=incident, at=at)
        decided = keep(now, incident=incident, moment=RecommendationMoment.ASSIGN).picture
    elif seen.moment == RecommendationMoment.SHOWN:
        decided = seen.picture
        Recommendation.objects.filter(pk=seen.pk).update(moment=RecommendationMoment.ASSIGN.value)
    else:  # the one of the intake stays what it is
        decided = seen.picture
        Recommendation.objects.create(
            incident=incident,
            moment=RecommendationMoment.ASSIGN.value,
            made_at=seen.made_at,
            estimated=seen.estimated,
            picture=decided,
        )
    return decided


def rank_in(picture: KeptPicture, unit_id: int) -> int | None:
    """The rank that a unit was shown with; None where it was not among the candidates."""
    return next((shown["rank"] for shown in picture["candidates"] if shown["unit"] == unit_id), None)
