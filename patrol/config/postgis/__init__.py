"""Django's PostGIS backend, which need not ask a connection whether it lives."""
