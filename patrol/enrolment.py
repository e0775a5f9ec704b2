"""How phones come to trust this copy: the address they find it under, and the authority they must install."""

import hashlib
import ssl
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http import HttpRequest


class Trust(StrEnum):
    """What stands between a phone and a secure page."""

    NO_HTTPS = "no_https"
    OWN_AUTHORITY = "own_authority"  # the phone installs its certificate once
    KNOWN = "known"  # a certificate that phones trust as they are


def trust() -> Trust:
    """Which of the three holds for this copy: by `TLS`, and by whether an authority of its own was made."""
    if not settings.TLS:
        return Trust.NO_HTTPS
    return Trust.OWN_AUTHORITY if settings.AUTHORITY_CERTIFICATE.exists() else Trust.KNOWN


def fingerprint() -> str:
    """The SHA-256 fingerprint of the authority's certificate, as phones write it: `AB:CD:...`."""
    der = ssl.PEM_cert_to_DER_cert(settings.AUTHORITY_CERTIFICATE.read_text())
    return hashlib.sha256(der).digest().hex(":").upper()


def address_for_phones(request: HttpRequest, path: str) -> str:
    """The whole address of a page for a phone.

    A page that was opened as `localhost` names the first address under which others reach this machine, if any.
    """
    asked = urlsplit(request.build_absolute_uri(path))
    if not only_here(asked.hostname or ""):
        return asked.geturl()
    known = next((host for host in settings.ALLOWED_HOSTS if reaches_others(host)), None)
    return asked.geturl() if known is None else with_host(asked, known)


def with_host(address: SplitResult, host: str) -> str:
    return address._replace(netloc=f"{host}:{address.port}" if address.port else host).geturl()


def reaches_others(host: str) -> bool:
    """A whole name or an IPv4 address: no pattern, and no bare name of a machine, which phones cannot resolve."""
    return "." in host.strip(".*") and not host.startswith((".", "*")) and not only_here(host)


def only_here(host: str) -> bool:
    """Whether a name or address means the very machine that asks."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
