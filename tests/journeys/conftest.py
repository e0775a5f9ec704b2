"""A running site over the test database, and browsers that look at it."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.conduct import Conduct
from tests.running import PATIENCE_S, free_port

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
SLOW_MACHINE_MS = PATIENCE_S * 1000


def address_of_the_database() -> str:
    """The address of the database that this test runs on."""
    info = connection.get_connection_params()
    return f"postgresql://{info.get('user', '')}@/{info['dbname']}?host={info.get('host', '')}"


def wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        assert process.poll() is None, "the site ended while starting"
        try:
            with urllib.request.urlopen(f"{address}/health/live", timeout=10):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("the site did not start")


@pytest.fixture
def now() -> datetime:
    """The pages run on the real clock, and so do the tests."""
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def quick_passwords() -> None:
    """The site hashes passwords as in production, and so do these tests."""


class Centre:
    """A site with its relay on a port of its own: it may go dark and come back."""

    def __init__(self, home: Path) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.environment = os.environ | {
            "DATABASE_URL": address_of_the_database(),
            "REDIS_URL": settings.REDIS_URL,
            "REDIS_PREFIX": f"journey-{port}",
            "SECRET_KEY": settings.SECRET_KEY,
            "PATROL_HOME": str(home),
            "DEBUG": "1",
            "LOG_LEVEL": "WARNING",
        }
        server = ["-m", "uvicorn", "tests.journeys.site:application", "--port", str(port), "--log-level", "error"]
        self._commands = [[sys.executable, *server], [sys.executable, "manage.py", "relay"]]
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        self._processes = [subprocess.Popen(command, cwd=ROOT, env=self.environment) for command in self._commands]
        wait_until_up(self.address, self._processes[0])

    def stop(self) -> None:
        """End the processes by their own ids."""
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        for process in self._processes:
            try:
                process.wait(timeout=PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes = []


@pytest.fixture
def centre(transactional_db: None, tmp_path: Path) -> Iterator[Centre]:
    """A running site; a test may stop and start it."""
    centre = Centre(tmp_path)
    try:
        centre.start()
        yield centre
    finally:
        centre.stop()


@pytest.fixture
def site(centre: Centre) -> str:
    """The address of a running site."""
    return centre.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Playwright keeps a loop on this thread while it runs: Django must be told that nothing runs on it."""
    expect.set_options(timeout=SLOW_MACHINE_MS)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def conduct(monkeypatch: pytest.MonkeyPatch) -> Iterator[Conduct]:
    """Every page of every context that a journey opens keeps to this machine and to its policy, without an error."""
    conduct, new_context = Conduct(), Browser.new_context

    def watched(browser: Browser, **options: Any) -> BrowserContext:
        context = new_context(browser, **options)
        conduct.watch(context)
        return context

    monkeypatch.setattr(Browser, "new_context", watched)
    yield conduct
    assert conduct.faults == []


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """`open_page("name", width, height)`: a page of a person who has logged in.

    Fails on what is missing.
    """
    contexts: list[BrowserContext] = []
    missing: list[str] = []

    def open_for(username: str, width: int, height: int, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", **options)
        context.set_default_timeout(SLOW_MACHINE_MS)
        context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
        contexts.append(context)
        page = context.new_page()
        page.on("response", lambda answer: missing.append(answer.url) if answer.status == 404 else None)
        page.goto(f"{site}/log-in/")
        page.get_by_label("User name").fill(username)
        page.get_by_label("Password").fill("a test password")
        page.get_by_role("button", name="Log in").click()
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert missing == []


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """`picture(page, "what it shows")`: keeps one in the folder that JOURNEY_PICTURES names, if any."""

    def take(page: Page, name: str) -> None:
        if folder := os.environ.get("JOURNEY_PICTURES"):
            page.screenshot(path=Path(folder) / f"{request.path.stem}-{name.replace(' ', '-')}.png")

    return take
