"""A database with the wrong locale is refused, with the way out."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from patrol.apps import database_knows_chinese


@pytest.mark.django_db
def test_the_right_locale_passes() -> None:
    assert database_knows_chinese(databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_a_database_with_locale_c_is_refused_before_anything_is_migrated() -> None:
    name = "patrol_locale_c"
    ours = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} LC_CTYPE 'C' LC_COLLATE 'C' TEMPLATE template0")
    try:
        connection.close()
        connection.settings_dict["NAME"] = name
        with pytest.raises(SystemCheckError, match="locale C"):
            call_command("migrate", verbosity=0, skip_checks=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = ours
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")
