"""The HTTP doors of a running server, spoken to by a client that outlasts a server that is away."""

import http.client
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from dispatch.replay.pace import Pace

TIMEOUT_S = 30.0
FIRST_WAIT_S, LONGEST_WAIT_S = 0.25, 2.0
AWAY = {502, 503, 504}

type Json = Any


class Refusal(Exception):
    """The server understood and said no: status, code and the facts it gave."""

    def __init__(self, status: int, facts: dict[str, Any]) -> None:
        self.status = status
        self.facts = facts
        self.code = str(facts.get("code", status))
        super().__init__(f"{status} {self.code}: {facts.get('message', '')}")


class ServerAway(Exception):
    """Nobody answered for longer than our patience."""


class NoAnswer(Exception):
    """Nobody answered this once: refused, cut off, or 502 to 504."""


@dataclass(frozen=True)
class LogIn:
    """A person's name and password, or a token made before."""

    username: str = ""
    password: str = ""
    token: str = ""


class Doors:
    """Commands and questions in the name of one person; positions in the name of one device.

    Every command carries an Idempotency-Key, so that it may be sent again when no answer came: the server does it once.
    """

    def __init__(
        self,
        url: str,
        log_in: LogIn,
        *,
        device_key: str = "",
        pace: Pace,
        patience_s: float,
        away: Callable[[str], None],
    ) -> None:
        """
        Args:
            url: `http://host:port`; https is verified with the machine's authorities.
            patience_s: how long a server may be away before we give up.
            away: told why, each time that nobody answered.

        Raises:
            ValueError: the address is no http or https address.
        """
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise ValueError(f"“{url}” is no address such as http://127.0.0.1:8000.")
        self._url = url.rstrip("/")
        self._log_in = log_in
        self._device_key = device_key
        self._token = log_in.token
        self._token_lock = threading.Lock()
        self._pace = pace
        self._patience_s = patience_s
        self._away = away

    def get(self, path: str) -> Json:
        """The answer to a question.

        Raises:
            Refusal: the server said no.
            ServerAway: nobody answered for too long.
        """
        return self._as_person("GET", path, None, {})

    def pages(self, path: str) -> list[Json]:
        """All results of a question that is answered by the page."""
        found: list[Json] = []
        number, more, joint = 1, True, "&" if "?" in path else "?"
        while more:
            page = self.get(f"{path}{joint}page_size=500&page={number}")
            found += page["results"]
            number, more = number + 1, page["next"] is not None
        return found

    def command(self, path: str, body: dict[str, Any], *, key: str) -> Json:
        """The answer to a command that is done once a key, however often it is sent.

        Raises:
            Refusal, ServerAway: as `get`.
        """
        return self._as_person("POST", path, body, {"Idempotency-Key": quote(key, safe=" /:.-_")[:120]})

    def report(self, positions: list[dict[str, Any]]) -> Json:
        """Give positions to the position door; no answer is no harm, the next ones are newer.

        Raises:
            Refusal: the server said no.
            NoAnswer: nobody answered.
        """
        headers = {"Authorization": f"Device {self._device_key}"}
        try:
            return self._once("POST", "/positions/batch", {"positions": positions}, headers)
        except NoAnswer as error:
            self._away(f"POST /positions/batch: {error}")
            raise

    def _as_person(self, method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str]) -> Json:
        token = self._token or self._renewed("")
        try:
            return self._patiently(method, path, body, headers | {"Authorization": f"Token {token}"})
        except Refusal as refusal:
            if refusal.status != 401 or not self._log_in.password:
                raise
        token = self._renewed(token)
        return self._patiently(method, path, body, headers | {"Authorization": f"Token {token}"})

    def _renewed(self, old: str) -> str:
        """A new token, asked for once by all threads that found the old one over."""
        with self._token_lock:
            if self._token == old:
                names = {"username": self._log_in.username, "password": self._log_in.password}
                self._token = self._patiently("POST", "/api/auth/token", names, {})["token"]
            return self._token

    def _patiently(self, method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str]) -> Json:
        """Ask until somebody answers, with growing waits."""
        waited, wait = 0.0, FIRST_WAIT_S
        while True:
            try:
                return self._once(method, path, body, headers)
            except NoAnswer as error:
                self._away(f"{method} {path.split('?')[0]}: {error}")
                if waited >= self._patience_s:
                    raise ServerAway(f"{self._url} did not answer for {waited:.0f} s: {error}") from error
            self._pace.wait(wait)
            waited, wait = waited + wait, min(LONGEST_WAIT_S, wait * 2)

    def _once(self, method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str]) -> Json:
        request = urllib.request.Request(  # noqa: S310  (the scheme was checked)
            self._url + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json", "Accept-Language": "en"}
            | headers,
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310  (the scheme was checked)
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                raise answer_of(error) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NoAnswer(str(error) or type(error).__name__) from error


def answer_of(error: urllib.error.HTTPError) -> Exception:
    """What an answer other than 2xx means."""
    if error.code in AWAY:
        return NoAnswer(f"answer {error.code}")
    try:
        facts = json.loads(error.read())
    except (OSError, http.client.HTTPException, ValueError):
        facts = {}
    return Refusal(error.code, facts if isinstance(facts, dict) else {})
