"""`/health` tells what is wrong once: to whoever asks, and in the log as loud as it is bad."""

import logging

import pytest
from django.test import Client

from patrol.config import health

pytestmark = pytest.mark.django_db

OURS = "patrol.config.health"


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "database_faults", lambda: ["worker: no sign of life"])


@pytest.mark.parametrize(
    ("age_s", "level"), [(health.STARTING_S / 2, logging.WARNING), (health.STARTING_S * 2, logging.ERROR)]
)
def test_a_fault_is_a_warning_while_the_system_starts_and_an_error_later(
    age_s: float,
    level: int,
    faulty: None,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(health, "STARTED", health.monotonic() - age_s)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["faults"]) == (503, ["worker: no sign of life"])
    assert [(record.name, record.levelno, record.getMessage()) for record in caplog.records] == [
        (OURS, level, "Not healthy: worker: no sign of life")
    ]


def test_other_answers_of_503_are_still_logged(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("django.request")
    log.error("Service Unavailable", extra={"status_code": 503})
    assert [record.getMessage() for record in caplog.records] == ["Service Unavailable"]
