"""Topics and publishing: the only file that names the channel layer."""

import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

from patrol.journal import topics_of
from patrol.messages import JournalMessage, RightsChanged, as_dict
from patrol.models import JournalEntry

logger = logging.getLogger(__name__)


def person_topic(user_id: int) -> str:
    """Told only that the person's rights changed."""
    return f"person.{user_id}"


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


@async_to_sync
async def publish(entries: list[JournalEntry]) -> None:
    """Send numbered entries to the sockets of their topics, in order.

    Raises whatever the channel layer raises; nothing is lost, the entries are still to be published.
    """
    layer = get_channel_layer()
    for entry in entries:
        for topic in topics_of(entry):
            await layer.group_send(topic, {"type": "fact", "message": as_dict(journal_message(entry, topic))})


def tell_rights_changed(user_id: int) -> None:
    """Have the person's open pages ask anew what they may follow. A dead Redis delays this until they reconnect."""
    try:
        async_to_sync(get_channel_layer().group_send)(
            person_topic(user_id), {"type": "rights", "message": as_dict(RightsChanged())}
        )
    except (OSError, RedisError):
        logger.warning("rights changed, but the page could not be told", extra={"person": user_id})
