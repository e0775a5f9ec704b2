"""A connection that the database has ended is noticed before it is used."""

import psycopg
import pytest
from django.db import connection

from patrol.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)


def end_connection():
    """As a database that restarts does."""
    parameters = connection.get_connection_params()
    own = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if parameters.get(name)}
    with psycopg.connect(**own, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])


def test_a_connection_in_use_is_usable_and_a_closed_one_is_not():
    Unit.objects.count()
    assert connection.is_usable()
    connection.connection.close()
    assert not connection.is_usable()


def test_a_request_after_the_database_restarted_gets_a_new_connection():
    Unit.objects.count()
    end_connection()
    assert not connection.is_usable()
    connection.health_check_enabled, connection.health_check_done = True, False
    assert Unit.objects.count() == 0
