"""The force, and the platform under all."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.utils.translation import gettext_lazy as _

PLAIN_LOCALES = {"C", "POSIX"}


class PatrolConfig(AppConfig):
    name = "patrol"
    verbose_name = _("Patrol")


@register(Tags.database)
def database_knows_chinese(*, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Refuse a database whose locale cannot tell Chinese letters: under C their trigrams are empty."""
    faults: list[CheckMessage] = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()"
            )
            encoding, locale = cursor.fetchone()
        if encoding != "UTF8" or locale in PLAIN_LOCALES:
            faults.append(
                Error(
                    f"The database has encoding {encoding} and locale {locale}.",
                    hint="Create it with: CREATE DATABASE ... ENCODING 'UTF8' LC_CTYPE 'C.UTF-8' TEMPLATE template0.",
                    id="patrol.E001",
                )
            )
    return faults
