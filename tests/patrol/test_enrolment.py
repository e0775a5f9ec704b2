"""A phone is set up from a page that anybody may open: what to scan, install and compare, or what will not work."""

import hashlib
import ssl
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ops.certificate import certificate_for
from ops.place import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority(tmp_path: Path, settings: Any) -> Path:
    """An authority as `make up TLS=1` makes it."""
    place = Place(tmp_path / "copy")
    place.home.mkdir()
    certificate_for(place, ["localhost"])
    settings.TLS, settings.AUTHORITY_CERTIFICATE = True, place.tls / "ca.crt"
    return place.tls / "ca.crt"


def page(**options: Any) -> str:
    return Client().get("/enrol/", **options).content.decode()


def test_a_copy_with_an_authority_of_its_own_shows_the_real_fingerprint(authority: Path) -> None:
    der = ssl.PEM_cert_to_DER_cert(authority.read_text())
    shown = page(secure=True)
    assert hashlib.sha256(der).digest().hex(":").upper() in shown
    assert 'href="/ca.crt"' in shown
    assert "/code.svg?to=/enrol/" in shown


def test_a_site_with_a_known_certificate_has_nothing_installed(settings: Any, tmp_path: Path) -> None:
    settings.TLS, settings.AUTHORITY_CERTIFICATE = True, tmp_path / "none"
    shown = page(secure=True)
    assert "nothing is to be installed" in shown
    assert "/ca.crt" not in shown


def test_a_site_without_https_says_what_will_not_work_and_how_to_turn_it_on(settings: Any) -> None:
    settings.TLS = False
    shown = page()
    assert "gives no position" in shown
    assert "make up TLS=1" in shown
    assert "/ca.crt" not in shown


def test_a_page_opened_on_the_server_itself_names_the_address_that_phones_reach(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "duty-room", ".example.org", "10.0.0.7"]
    assert "http://10.0.0.7:8000/" in page(headers={"host": "localhost:8000"})
    assert "http://patrol.example.org/" in page(headers={"host": "patrol.example.org"})


def test_a_page_that_no_phone_can_reach_says_so(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "duty-room"]
    assert "works on this machine alone" in page(headers={"host": "localhost"})


def test_a_code_is_drawn_for_our_own_pages_alone(client: Client) -> None:
    answer = client.get("/code.svg?to=/officer/%3Funit%3D7")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content
    for path in (
        "",
        "//elsewhere.example/",
        "https://elsewhere.example/",
        "/\\elsewhere.example",
        "/" * 300,
        "/" + "a" * 300,
    ):
        assert client.get("/code.svg", {"to": path}).status_code == 400


def test_the_way_to_it_stands_on_the_log_in(client: Client) -> None:
    assert 'href="/enrol/"' in client.get("/log-in/").content.decode()
