"""What pages are told: topics, messages, and the one publication of each fact."""

import logging
from collections import defaultdict
from functools import cache

import msgspec
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from patrol.journal import topics_of
from patrol.messages import JournalMessage, OrderMessage, RightsChanged, ServerMessage, as_dict
from patrol.models import JournalEntry

REDIS_ANSWERS_IN_S = 2.0
RING_WITHIN_S = 0.25  # then the operator waits no longer, and the journal rings

logger = logging.getLogger(__name__)


class Publication(msgspec.Struct, array_like=True):
    """Facts as they travel: the last position (0 for what stands in no journal), the finished text for each topic."""

    position: int
    texts: dict[str, str]


def channel() -> str:
    """The Redis channel that carries everything to the pages of this installation."""
    return f"{settings.REDIS_PREFIX}.pages"


def person_topic(user_id: int) -> str:
    """Told only that the person's rights changed."""
    return f"person.{user_id}"


def phone_topic(user_id: int, language: str) -> str:
    """Followed by the person's phone alone, in its language: rung by who knows that he rides in the unit now."""
    return f"phone.{user_id}.{language}"


def journal_message(entry: JournalEntry, topic: str) -> JournalMessage:
    """What the readers of one topic get for a numbered entry."""
    return JournalMessage(
        topic=topic,
        position=entry.position or 0,
        previous=(entry.previous or {}).get(topic, 0),
        entry=entry_as_dict(entry),
    )


def entry_as_dict(entry: JournalEntry) -> dict[str, object]:
    """An entry as pages and the API read it."""
    return {
        "position": entry.position,
        "kind": entry.kind,
        "subject_label": entry.subject_label,
        "subject_id": entry.subject_id,
        "actor": entry.actor,
        "at": entry.at.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "data": entry.data,
        "schema": entry.schema,
    }


def publish(*batches: list[JournalEntry]) -> None:
    """Send entries to the pages that follow their topics, in order; those that were numbered together in one message.

    Raises:
        RedisError: Redis does not answer; nothing is lost, the entries are still to be published.
    """
    send([publication(batch) for batch in batches if batch])


def publication(batch: list[JournalEntry]) -> Publication:
    """Entries that were numbered together: no picture shows only some of them."""
    messages: defaultdict[str, list[JournalMessage]] = defaultdict(list)
    for entry in batch:
        for topic in topics_of(entry):
            messages[topic].append(journal_message(entry, topic))
    return Publication(batch[-1].position or 0, {topic: as_text(facts) for topic, facts in messages.items()})


def tell_rights_changed(user_id: int) -> None:
    """Have the person's open pages ask anew what they may follow. A dead Redis delays this until they reconnect."""
    try:
        send([Publication(0, {person_topic(user_id): as_text(RightsChanged())})])
    except RedisError:
        logger.warning("rights changed, but the page could not be told", extra={"person": user_id})


def ring(orders: dict[str, dict[str, object]]) -> None:
    """Show committed orders on phones at once, by `phone_topic`. Without Redis, the journal tells of them."""
    texts = {topic: as_text(OrderMessage(order)) for topic, order in orders.items()}
    try:
        send([Publication(0, texts)], within_s=RING_WITHIN_S)
    except RedisError:
        logger.warning("no phone rang; the journal tells of the orders", extra={"phones": list(orders)})


def send(publications: list[Publication], *, within_s: float = REDIS_ANSWERS_IN_S) -> None:
    with redis_at(settings.REDIS_URL, within_s).pipeline(transaction=False) as pipeline:
        for publication in publications:
            pipeline.publish(channel(), msgspec.msgpack.encode(publication))
        pipeline.execute()


@cache
def redis_at(url: str, within_s: float = REDIS_ANSWERS_IN_S) -> Redis:
    """This process's connections to one Redis that has to answer in this time."""
    return Redis.from_url(url, socket_timeout=within_s, socket_connect_timeout=within_s)


def as_text(message: ServerMessage | list[JournalMessage]) -> str:
    """A message, or facts that belong together, as it is sent over a socket; marked where all is for training."""
    said = in_training(message) if settings.TRAINING else message
    return msgspec.json.encode(said).decode()


def in_training(message: ServerMessage | list[JournalMessage]) -> object:
    """The message with `training: true`, or each of a list."""
    if isinstance(message, list):
        return [as_dict(fact) | {"training": True} for fact in message]
    return as_dict(message) | {"training": True}
