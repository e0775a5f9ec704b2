"""Waking sleeping phones: a real gateway on this machine is asked, signed, once, by a worker."""

import hashlib
import hmac
import json
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections
from django.test import Client
from pytest_django import Settings

from patrol import deadlines, gateway, services
from patrol.config.wake import wake_gateway
from patrol.gateway import Gateway
from patrol.models import Deadline, JournalEntry, Order, Organization, Unit, User
from patrol.services import Receiver
from patrol.waking import wake_due

SECRET = "a secret of the site and its gateway"
SECOND = timedelta(seconds=1)


class Asked:
    """What the gateway was asked, and how it answers next: a status, or seconds of silence."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int | float] = []

    @property
    def messages(self) -> list[dict[str, object]]:
        return [json.loads(body) for _headers, body in self.requests]

    @property
    def keys(self) -> list[str]:
        return [headers["Idempotency-Key"] for headers, _body in self.requests]


class Handler(BaseHTTPRequestHandler):
    asked: Asked
    timeout = 10

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.requests.append((dict(self.headers.items()), body))
        answer = self.asked.answers.pop(0) if self.asked.answers else 202
        if isinstance(answer, float):
            time.sleep(answer)
            answer = 202
        self.send_response(answer)
        if 300 <= answer < 400:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def asked(settings: Settings) -> Iterator[Asked]:
    """A gateway that the site has, and what it was asked."""
    asked = Asked()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"asked": asked}))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.WAKE = Gateway(f"http://127.0.0.1:{server.server_port}/wake?site=7", SECRET, "https://patrol.example.org")
    yield asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def order(asked: Asked, make_unit: Callable[..., Unit], dispatcher: User, now: datetime) -> Order:
    """Sent at `now` to a unit with a radio and a phone."""
    unit = make_unit("U1")
    unit.shifts.update(radio="PDT-4711", phone="duty phone 3")
    return send(unit, dispatcher, now)


def send(unit: Unit, by: User, at: datetime) -> Order:
    return services.send_order(
        to=Receiver(unit=unit), kind="test", subject=("test.subject", "1"), text="words", commits=True, by=by, at=at
    )


def told(order: Order) -> list[str]:
    kinds = JournalEntry.objects.about("patrol.order", order.pk).values_list("kind", flat=True)
    return [kind for kind in kinds if "wake" in kind or "woken" in kind]


def test_a_crew_whose_order_reached_no_phone_in_ten_seconds_is_woken_once(
    asked: Asked, order: Order, now: datetime
) -> None:
    assert wake_due(at=now + 9 * SECOND) == 0
    assert wake_due(at=now + 10 * SECOND) == 1
    assert wake_due(at=now + 60 * SECOND) == 0
    assert (len(asked.requests), asked.keys, told(order)) == (1, [str(order.pk)], ["order.woken"])


def test_the_gateway_is_told_whom_to_wake_and_nothing_of_the_call(asked: Asked, order: Order, now: datetime) -> None:
    wake_due(at=now + 10 * SECOND)
    assert asked.messages == [
        {
            "order": str(order.pk),
            "unit": "U1",
            "radio": "PDT-4711",
            "phone": "duty phone 3",
            "text": "U1: an order waits for you. Open the officer's page.",
            "link": "https://patrol.example.org/officer/",
            "sent_at": order.sent_at.isoformat(),
            "training": False,
        }
    ]


def test_a_copy_for_training_says_so(asked: Asked, order: Order, now: datetime, settings: Settings) -> None:
    settings.TRAINING = True
    wake_due(at=now + 10 * SECOND)
    (message,) = asked.messages
    assert (message["training"], str(message["text"]).startswith("Training: ")) == (True, True)


def test_the_signature_is_of_the_body_and_its_time(asked: Asked, order: Order, now: datetime) -> None:
    at = now + 10 * SECOND
    wake_due(at=at)
    headers, body = asked.requests[0]
    stamp = headers["Patrol-Timestamp"]
    expected = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert (int(stamp), headers["Patrol-Signature"]) == (int(at.timestamp()), f"sha256={expected}")


def test_an_order_delivered_in_time_wakes_nobody(asked: Asked, order: Order, now: datetime) -> None:
    services.mark_delivered(order_id=order.pk, by=None, at=now + 9 * SECOND)
    assert wake_due(at=now + 60 * SECOND) == 0
    assert asked.requests == []


def test_a_withdrawn_order_wakes_nobody_but_the_withdrawal_does(asked: Asked, order: Order, now: datetime) -> None:
    services.withdraw_order(order_id=order.pk, reason="nearer", by=None, at=now + 5 * SECOND)
    wake_due(at=now + 10 * SECOND)
    assert asked.requests == []
    wake_due(at=now + 15 * SECOND)
    (message,) = asked.messages
    assert message["order"] == str(Order.objects.get(kind="withdrawal").pk)


def test_a_unit_that_went_off_duty_is_left_alone(asked: Asked, order: Order, dispatcher: User, now: datetime) -> None:
    services.withdraw_order(order_id=order.pk, reason="nearer", by=None, at=now)
    services.sign_off(unit_id=order.unit_id, by=dispatcher, at=now)
    wake_due(at=now + 10 * SECOND)
    assert asked.requests == []
    assert not Deadline.objects.pending().filter(kind="order.wake").exists()


def test_desks_are_not_woken(asked: Asked, station: Organization, now: datetime) -> None:
    services.send_order(
        to=Receiver(desk=station), kind="unit_lent", subject=("test", "1"), commits=False, by=None, at=now
    )
    assert wake_due(at=now + 60 * SECOND) == 0


def test_without_a_gateway_no_row_is_written(
    make_unit: Callable[..., Unit], dispatcher: User, now: datetime, settings: Settings
) -> None:
    settings.WAKE = None
    send(make_unit("U1"), dispatcher, now)
    assert not Deadline.objects.filter(kind="order.wake").exists()
    assert wake_due(at=now + 60 * SECOND) == 0


def test_nobody_but_the_waking_worker_takes_these_rows(asked: Asked, order: Order, now: datetime) -> None:
    deadlines.run_due(at=now + 60 * SECOND)
    assert Deadline.objects.pending().filter(kind="order.wake").get().attempts == 0


def test_a_gateway_that_ails_is_asked_again_with_the_same_key(asked: Asked, order: Order, now: datetime) -> None:
    asked.answers = [500, 503]
    for seconds in (10, 14, 15, 24, 25):
        wake_due(at=now + seconds * SECOND)
    assert (asked.keys, told(order)) == ([str(order.pk)] * 3, ["order.woken"])
    assert JournalEntry.objects.get(kind="order.woken").data["attempts"] == 3


def test_after_three_failures_the_timeline_says_so(
    asked: Asked, order: Order, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    asked.answers = [500, 500, 500]
    for seconds in (10, 15, 25, 60):
        wake_due(at=now + seconds * SECOND)
    assert (len(asked.requests), told(order)) == (3, ["order.wake_failed"])
    assert JournalEntry.objects.get(kind="order.wake_failed").data["fault"] == "answered 500"
    assert SECRET not in caplog.text
    assert "site=7" not in caplog.text


@pytest.mark.parametrize("status", [302, 401, 404])
def test_a_refusal_or_a_redirect_is_final(status: int, asked: Asked, order: Order, now: datetime) -> None:
    asked.answers = [status]
    wake_due(at=now + 10 * SECOND)
    wake_due(at=now + 60 * SECOND)
    assert (len(asked.requests), told(order)) == (1, ["order.wake_failed"])


def test_retries_end_when_the_order_is_delivered(asked: Asked, order: Order, now: datetime) -> None:
    asked.answers = [500]
    wake_due(at=now + 10 * SECOND)
    services.mark_delivered(order_id=order.pk, by=None, at=now + 12 * SECOND)
    wake_due(at=now + 60 * SECOND)
    assert (len(asked.requests), told(order)) == (1, [])


def test_a_gateway_that_hangs_is_given_up_in_time_and_holds_up_no_other(
    asked: Asked,
    order: Order,
    make_unit: Callable[..., Unit],
    dispatcher: User,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gateway, "SILENCE_S", 0.3)
    send(make_unit("U2"), dispatcher, now)
    asked.answers = [1.5]
    began = time.monotonic()
    assert wake_due(at=now + 10 * SECOND) == 2
    assert time.monotonic() - began < 1.2
    assert JournalEntry.objects.filter(kind="order.woken").count() == 1
    assert Deadline.objects.pending().get(kind="order.wake").attempts == 1


def test_an_answer_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    class Dripping(Handler):
        def do_POST(self) -> None:
            self.wfile.write(b"HTTP/1.1 ")
            for _each in range(40):
                time.sleep(0.1)
                try:
                    self.wfile.write(b"0")
                    self.wfile.flush()
                except OSError:
                    return

    monkeypatch.setattr(gateway, "WHOLE_S", 0.5)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    began = time.monotonic()
    answer = gateway.ask(Gateway(f"http://127.0.0.1:{server.server_port}/", SECRET, ""), {}, key="1", at=now)
    assert (bool(answer.fault), answer.again, time.monotonic() - began < 2) == (True, True, True)
    server.shutdown()
    server.server_close()


def test_a_gateway_that_is_away_is_tried_again(order: Order, now: datetime, settings: Settings) -> None:
    settings.WAKE = Gateway("http://127.0.0.1:9/", SECRET, "https://patrol.example.org")
    wake_due(at=now + 10 * SECOND)
    assert Deadline.objects.pending().get(kind="order.wake").due_at == now + 15 * SECOND


def test_a_certificate_counts_that_the_sites_own_authority_vouches_for(
    asked: Asked, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    ours = tmp_path / "ours.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", ours, "-out", tmp_path / "ca.crt"]
    subprocess.run([*made, *names], check=True, capture_output=True)
    ours.write_text(ours.read_text() + (tmp_path / "ca.crt").read_text())
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Secure", (Handler,), {"asked": asked}))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ours)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    url = f"https://localhost:{server.server_port}/"
    stranger, known = Gateway(url, SECRET, ""), Gateway(url, SECRET, "", ca_file=str(tmp_path / "ca.crt"))
    assert gateway.ask(stranger, {}, key="1", at=now).fault == "no trusted certificate"
    assert asked.requests == []
    assert gateway.ask(known, {}, key="1", at=now).fault == ""
    server.shutdown()
    server.server_close()


@pytest.mark.django_db(transaction=True)
def test_four_workers_wake_a_crew_once_and_wait_for_the_gateway_outside_of_any_transaction(
    asked: Asked, order: Order, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.answers = [0.3]
    blocks: list[bool] = []
    kept = services.waking.keep_answer

    def keep(**what: object) -> None:
        blocks.append(connection.in_atomic_block)
        kept(**what)

    monkeypatch.setattr("patrol.waking.keep_answer", keep)

    def work() -> None:
        try:
            wake_due(at=now + 10 * SECOND)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    time.sleep(0.15)
    services.mark_seen(order_id=order.pk, by=None, at=now + 11 * SECOND)  # no lock is held meanwhile
    for worker in workers:
        worker.join()
    assert (len(asked.requests), told(order), blocks) == (1, ["order.woken"], [False])


def test_a_worker_that_died_on_the_way_leaves_the_same_key_to_the_next(
    asked: Asked, order: Order, now: datetime
) -> None:
    at = now + 10 * SECOND
    deadlines.lease_due(at=at, kinds=["order.wake"], lease=15 * SECOND)
    assert wake_due(at=at + 14 * SECOND) == 0
    assert wake_due(at=at + 16 * SECOND) == 1
    assert asked.keys == [str(order.pk)]


GOOD = {
    "WAKE_URL": "https://wake.example.org/patrol",
    "WAKE_SECRET": SECRET,
    "SITE_URL": "https://patrol.example.org/",
    "WAKE_AFTER_S": "",
}


def test_the_environment_names_the_gateway() -> None:
    read = wake_gateway(GOOD | {"WAKE_AFTER_S": "20", "WAKE_CA_FILE": "/etc/ca.crt"})
    assert read == Gateway(GOOD["WAKE_URL"], SECRET, "https://patrol.example.org", 20, "/etc/ca.crt")
    assert SECRET not in repr(read)
    assert wake_gateway({}) is None
    assert wake_gateway(GOOD | {"WAKE_URL": "http://127.0.0.1:9000/"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"WAKE_URL": "http://wake.example.org/"},
        {"WAKE_URL": "https://name:password@wake.example.org/"},
        {"WAKE_URL": "file:///etc/passwd"},
        {"WAKE_URL": "https://wake.example.org:port/"},
        {"WAKE_SECRET": "short"},
        {"SITE_URL": ""},
        {"SITE_URL": "patrol.example.org"},
        {"WAKE_AFTER_S": "soon"},
    ],
)
def test_a_gateway_that_cannot_be_right_stops_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        wake_gateway(GOOD | wrong)
    assert SECRET not in str(refusal.value)


def test_health_says_whether_phones_are_woken(client: Client, db: None, settings: Settings) -> None:
    settings.WAKE = None
    assert client.get("/health").json()["wake"] == "off"
    settings.WAKE = Gateway("https://wake.example.org", SECRET, "https://patrol.example.org")
    assert client.get("/health").json()["wake"] == "on"
