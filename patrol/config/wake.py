"""The site's wake gateway, read from the environment."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from patrol.gateway import Gateway

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
SHORTEST_SECRET = 16


def wake_gateway(environment: Mapping[str, str]) -> Gateway | None:
    """The gateway that WAKE_URL and the variables around it name; None without it, and then nobody is woken.

    Raises:
        ImproperlyConfigured: the address is neither HTTPS nor on this machine or holds a log-in, the secret is short,
            the site's own address is missing, or WAKE_AFTER_S is no number of seconds.
    """
    url = environment.get("WAKE_URL", "")
    if not url:
        return None
    secret, site = environment.get("WAKE_SECRET", ""), environment.get("SITE_URL", "").rstrip("/")
    if not is_safe(url):
        raise ImproperlyConfigured("WAKE_URL must begin with https:// (or name this machine) and hold no log-in.")
    if len(secret) < SHORTEST_SECRET:
        raise ImproperlyConfigured(f"WAKE_URL needs WAKE_SECRET, {SHORTEST_SECRET} characters or more.")
    if urlsplit(site).scheme != "https" or not urlsplit(site).hostname:
        raise ImproperlyConfigured("WAKE_URL needs SITE_URL, such as https://patrol.example.org: phones open it.")
    after_s = environment.get("WAKE_AFTER_S", "") or "10"
    if not after_s.isdecimal():
        raise ImproperlyConfigured("WAKE_AFTER_S must be a number of seconds.")
    return Gateway(url=url, secret=secret, site=site, after_s=int(after_s), ca_file=environment.get("WAKE_CA_FILE", ""))


def is_safe(url: str) -> bool:
    """HTTPS, or an adapter on this machine; without a name and password."""
    try:
        parts, _port = urlsplit(url), urlsplit(url).port
    except ValueError:
        return False
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
    return secure and bool(parts.hostname) and "@" not in parts.netloc
