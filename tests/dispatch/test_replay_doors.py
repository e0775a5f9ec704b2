"""A replay and a server that is away, slow to return, or says no: a small real server plays each part."""

import json
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dispatch.replay import Doors, LogIn, Pace, Refusal, ServerAway, Tally
from tests.running import PATIENCE_S

HANG_UP = (0, {})


class Scripted(ThreadingHTTPServer):
    """Answers as `answers` say, in turn; keeps what it was asked."""

    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Answering)
        self.answers, self.asked = deque(), []
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def end(self):
        self.shutdown()
        self.server_close()
        self.thread.join()


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, self.path, dict(self.headers), json.loads(body) if body else None))
        status, answer = self.server.answers.popleft()
        if not status:
            self.close_connection = True
            return
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    do_GET = do_POST  # noqa: N815  (the name is the library's)

    def log_message(self, *_words):
        """Quiet."""


@pytest.fixture
def server():
    scripted = Scripted()
    yield scripted
    scripted.end()


@pytest.fixture
def tally():
    return Tally()


@pytest.fixture
def doors_of(tally):
    def make(url, log_in=None, *, patience_s=PATIENCE_S):
        pace = Pace(1.0, now=time.time)
        return Doors(url, log_in or LogIn(token="t"), pace=pace, patience_s=patience_s, away=tally.away)

    return make


def keys(server):
    return [headers.get("Idempotency-Key") for _method, _path, headers, _body in server.asked]


@pytest.mark.parametrize("absence", [(503, {}), (502, {}), HANG_UP])
def test_a_command_without_an_answer_is_sent_again_with_the_same_key(server, doors_of, tally, absence):
    server.answers.extend([absence, absence, (201, {"id": "7"})])
    assert doors_of(server.url).command("/api/incidents", {"lon": 1.0}, key="replay a:1") == {"id": "7"}
    assert keys(server) == ["replay a:1"] * 3
    assert {str(asked[3]) for asked in server.asked} == {"{'lon': 1.0}"}
    assert tally.counts["away"] == 2


def test_a_server_that_comes_back_is_found_again(server, doors_of):
    port = server.server_port
    server.end()
    back = []

    def come_back():
        back.append(Scripted(port))
        back[0].answers.append((200, {"found": True}))

    timer = threading.Timer(0.6, come_back)
    timer.start()
    try:
        assert doors_of(f"http://127.0.0.1:{port}").get("/api/units") == {"found": True}
    finally:
        timer.join()
        back[0].end()
        server.end = lambda: None


def test_a_server_that_stays_away_ends_our_patience(doors_of):
    with pytest.raises(ServerAway, match="did not answer"):
        doors_of("http://127.0.0.1:1", patience_s=0.2).get("/api/units")


def test_a_refusal_is_told_and_not_repeated(server, doors_of):
    server.answers.append((409, {"code": "unit_busy", "message": "Taken.", "next_unit": {"unit": 5}}))
    with pytest.raises(Refusal) as refused:
        doors_of(server.url).command("/api/incidents/1/assign", {"units": [4]}, key="k")
    assert (refused.value.status, refused.value.code, refused.value.facts["next_unit"]) == (
        409,
        "unit_busy",
        {"unit": 5},
    )
    assert len(server.asked) == 1


def test_a_token_that_is_over_is_renewed_and_the_command_sent_again(server, doors_of):
    server.answers.extend([(200, {"token": "old"}), (401, {}), (200, {"token": "new"}), (200, {"done": True})])
    doors = doors_of(server.url, LogIn(username="operator", password="a test password"))
    assert doors.command("/api/x", {}, key="k") == {"done": True}
    assert [path for _method, path, _headers, _body in server.asked] == [
        "/api/auth/token",
        "/api/x",
        "/api/auth/token",
        "/api/x",
    ]
    assert server.asked[-1][2]["Authorization"] == "Token new"


def test_a_wrong_password_is_said_at_once(server, doors_of):
    server.answers.append((401, {"code": "wrong_log_in", "message": "Wrong name or password."}))
    with pytest.raises(Refusal, match="Wrong name or password"):
        doors_of(server.url, LogIn(username="operator", password="no")).get("/api/units")
    assert len(server.asked) == 1


def test_long_lists_are_read_to_the_last_page(server, doors_of):
    server.answers.extend([(200, {"results": [1, 2], "next": "more"}), (200, {"results": [3], "next": None})])
    assert doors_of(server.url).pages("/api/units") == [1, 2, 3]


def test_an_address_of_another_kind_is_refused(doors_of):
    with pytest.raises(ValueError, match="no address"):
        doors_of("file:///etc/passwd")
