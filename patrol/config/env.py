"""Reading settings from the environment."""

import os
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# A database that was away is found again by the next request, and none waits longer than its page does.
POOL = {"timeout": 3.0, "reconnect_timeout": 1.0}


def required(name: str) -> str:
    """The value of an environment variable.

    Raises:
        ImproperlyConfigured: it is missing or empty; the message names it.
    """
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}; `make up` sets it for you.")
    return value


def flag(name: str) -> bool:
    """True for 1, true, yes, on."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def one_of(name: str, default: str, *others: str) -> str:
    """One of these words.

    Raises:
        ImproperlyConfigured: it is none of them; the message names them.
    """
    value = os.environ.get(name, "") or default
    if value not in {default, *others}:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join([default, *others])}; it is {value}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(url: str, *, pool: int = 0) -> dict[str, object]:
    """Django's database settings from `postgresql://user:password@host:port/name?host=/socket/dir`.

    Args:
        pool: how many connections the threads of a process share in turn; without, each keeps one of its own.

    Raises:
        ImproperlyConfigured: the address is not PostgreSQL's or names no database.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql", "postgis"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must read postgresql://user:password@host:port/name.")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query
        | {"server_side_binding": True, "prepare_threshold": 1}
        | ({"pool": POOL | {"min_size": pool, "max_size": pool}} if pool else {}),
        "CONN_MAX_AGE": 0 if pool else None,
        "CONN_HEALTH_CHECKS": True,
    }
