"""Reads of the platform: what a person may read of the journal, and the force."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Q

from patrol.models import JournalEntry, TopicPosition, User
from patrol.permissions import WATCHERS, rights_of, unit_crewed_by


def readable_by(user: User | AnonymousUser) -> Q:
    """The entries that a person may read: of the subtrees watched, and of the unit crewed now."""
    allowed = Q(pk__in=[])
    for path in rights_of(user).paths(WATCHERS):
        allowed |= Q(audience_path__startswith=path)
    unit = unit_crewed_by(user)
    if unit is not None:
        allowed |= Q(audience_units__contains=[unit.pk])
    return allowed


def topics_for(user: User | AnonymousUser) -> list[str]:
    """The topics that a person's page follows: the same right as `readable_by`."""
    paths = rights_of(user).paths(WATCHERS)
    topics = [f"org.{path.strip('/').rsplit('/', maxsplit=1)[-1]}" for path in paths if path != "/"]
    unit = unit_crewed_by(user)
    return topics + ([f"unit.{unit.pk}"] if unit else [])


def entries_after(user: User | AnonymousUser, *, after: int, most: int = 500) -> list[JournalEntry]:
    """What a person may read after a position, in order, `most` at a time."""
    return list(JournalEntry.objects.filter(readable_by(user), position__gt=after).order_by("position")[:most])


def last_position() -> int:
    """The position of the newest numbered entry; 0 before the first."""
    return JournalEntry.objects.numbered().aggregate(Max("position"))["position__max"] or 0


def topic_positions(topics: list[str]) -> dict[str, int]:
    """The position of the last entry of each topic; 0 for a topic without any."""
    known = dict(TopicPosition.objects.filter(topic__in=topics).values_list("topic", "position"))
    return {topic: known.get(topic, 0) for topic in topics}
