"""One copy of the system with twenty-four units in two zones, shared by the tests of this folder."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from dispatch.replay import Doors, LogIn, Pace
from tests.running import PATIENCE_S, free_port

from .force_file import OPERATOR, PASSWORD, write_force
from .stack import Stack

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET_CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
UNITS = 24
WEST, SOUTH = 116.40, 39.90


def database_url(name: str) -> str:
    """The address of a database beside the one of the tests."""
    at = settings.DATABASES["default"]
    who = f"{quote(at['USER'])}:{quote(at['PASSWORD'])}" if at["PASSWORD"] else quote(at["USER"])
    port = f"&port={at['PORT']}" if at["PORT"] else ""
    return f"postgresql://{who}@/{name}?host={quote(at['HOST'], safe='')}{port}"


@pytest.fixture(scope="session")
def database(django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """An empty database, dropped afterwards: its address."""
    name = f"patrol_failures_{os.getpid()}"
    with psycopg.connect(database_url("postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield database_url(name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def square(west: float, code: str) -> dict[str, Any]:
    ring = [[west, SOUTH], [west + 0.02, SOUTH], [west + 0.02, SOUTH + 0.02], [west, SOUTH + 0.02], [west, SOUTH]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code": code}, "geometry": shape}


@pytest.fixture(scope="session")
def stack(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A running copy: an operator, 24 units on duty, two zones."""
    folder = tmp_path_factory.mktemp("stack")
    copy = Stack(folder / "home", free_port(), database)
    try:
        copy.ops("up")
        furnish(copy, folder)
        yield copy
    finally:
        copy.down()


def furnish(copy: Stack, folder: Path) -> None:
    """A force and zones, through the commands that an administrator uses."""
    (folder / "zones.json").write_text(
        json.dumps({"type": "FeatureCollection", "features": [square(WEST, "west"), square(WEST + 0.02, "east")]})
    )
    copy.manage("import_force", str(write_force(folder / "force.zip", units=UNITS)), "--sign-on")
    copy.manage("import_zones", str(folder / "zones.json"), "--datum=wgs84", "--organization=TEST", "--code-field=code")


@pytest.fixture(scope="session")
def gateway(stack: Stack) -> str:
    """The key that reports for all units."""
    return stack.manage("issue_gateway", "TEST").split()[-1]


@pytest.fixture
def doors(stack: Stack, gateway: str) -> Doors:
    """The operator's hands, and the trackers of the units."""
    pace = Pace(1.0, now=lambda: 0.0)
    log_in = LogIn(username=OPERATOR, password=PASSWORD)
    return Doors(stack.address, log_in, device_key=gateway, pace=pace, patience_s=PATIENCE_S, away=lambda _why: None)


@pytest.fixture
def ledger(stack: Stack, database: str) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    """`ledger("SELECT ...")`: what the database holds, read past the application."""
    with psycopg.connect(database, autocommit=True) as connection:
        yield lambda question: connection.execute(question).fetchall()


@pytest.fixture
def console(stack: Stack) -> Iterator[Page]:
    """The operator's console in a real browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_CHROMIUM)
        context = browser.new_context(locale="en-GB")
        context.set_default_timeout(PATIENCE_S * 1000)
        expect.set_options(timeout=PATIENCE_S * 1000)
        context.add_cookies([{"name": "django_language", "value": "en", "url": stack.address}])
        page = context.new_page()
        page.goto(f"{stack.address}/log-in/")
        page.get_by_label("User name").fill(OPERATOR)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.locator("#calls").wait_for(state="attached")
        yield page
        browser.close()


def write_calls(path: Path, count: int, *, every: timedelta) -> Path:
    """A file of calls at even intervals, scattered over the two zones."""
    start = datetime(2026, 5, 1, 8)  # noqa: DTZ001  (files of calls have no zone)
    places = [(WEST + 0.002 * (number * 7 % 20), SOUTH + 0.002 * (number * 3 % 10)) for number in range(count)]
    rows = [f"c{number},{start + every * number},{lon:.4f},{lat:.4f}" for number, (lon, lat) in enumerate(places)]
    path.write_text("\n".join(["id,time,lon,lat", *rows]) + "\n")
    return path
