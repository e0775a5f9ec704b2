"""The picture that a socket opens with, at one moment of the journal."""

from datetime import datetime
from enum import StrEnum

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection, transaction

from dispatch.selectors.pictures import console_picture, officer_picture
from patrol.messages import Snapshot
from patrol.models import User
from patrol.permissions import can_open_console, can_open_officer_page, unit_crewed_by
from patrol.selectors import last_position, topic_positions, topics_for


class Face(StrEnum):
    """Which page asks."""

    CONSOLE = "console"
    OFFICER = "officer"


def can_open(user: User, face: Face) -> bool:
    """Watchers open the console; patrol officers, and whoever rides in a unit, the officer's page."""
    if face is Face.CONSOLE:
        return can_open_console(user)
    return can_open_officer_page(user) or unit_crewed_by(user) is not None


def topics_of_face(user: User, face: Face) -> list[str]:
    """What a face follows of all that the person may: organizations on the console, the own unit on the phone."""
    prefix = "org." if face is Face.CONSOLE else "unit."
    return [topic for topic in topics_for(user) if topic.startswith(prefix)]


def snapshot(user: User, face: Face, topics: list[str], *, at: datetime) -> Snapshot:
    """The picture and the last position of each topic, both of the same moment, so that nothing is lost between.

    Must not be called inside a transaction.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        picture = console_picture(user, at) if face is Face.CONSOLE else officer_picture(user, at)
        return Snapshot(
            position=last_position(),
            topics=topic_positions(topics),
            face=face.value,
            picture=picture,
            release=release(),
        )


def release() -> str:
    """A digest of the pages' files as they were gathered; empty where they are served as they lie."""
    return getattr(staticfiles_storage, "manifest_hash", "")
