"""The backend that `DATABASES` names, by Django's own name for the module."""

import select

from django.contrib.gis.db.backends.postgis import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Looks before each request whether the server has ended the connection, where Django asks `SELECT 1`."""

    def is_usable(self) -> bool:
        """A server that ends a connection says so and closes: where nothing is there to read, nothing has happened."""
        if self.connection is None or self.connection.closed:
            return False
        news = select.poll()
        news.register(self.connection.fileno(), select.POLLIN)
        return not news.poll(0) or bool(super().is_usable())
