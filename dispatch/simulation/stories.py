"""What goes on at once: each in a thread of its own, one a name, so many at most."""

import threading
from collections.abc import Callable

from dispatch.replay.doors import Refusal, ServerAway
from dispatch.replay.pace import Pace, Stopped
from dispatch.replay.tally import Tally


class TakenOff(Exception):
    """Somebody decided otherwise meanwhile: the story ends here."""


class Stories:
    """Threads that end with the pace. What fails beyond a refusal stops everything and is kept in `failure`."""

    def __init__(self, pace: Pace, tally: Tally, *, most: int) -> None:
        self.failure: Exception | None = None
        self._pace = pace
        self._tally = tally
        self._most = most
        self._going_on: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()

    def __contains__(self, name: str) -> bool:
        with self._lock:
            return name in self._going_on

    def begin(self, name: str, story: Callable[[], None]) -> bool:
        """Begin it, unless it goes on already or too many do: then it may be begun at the next look."""
        thread = threading.Thread(target=self._tell, args=[name, story], name=name, daemon=True)
        with self._lock:
            if name in self._going_on or len(self._going_on) >= self._most or self._pace.stopped:
                return False
            self._going_on[name] = thread
        thread.start()
        return True

    def await_end(self, seconds: float) -> None:
        """After the pace was stopped: let requests that are under way come home, for so long."""
        until = self._pace.now() + seconds
        with self._lock:
            threads = list(self._going_on.values())
        for thread in threads:
            thread.join(max(0.0, until - self._pace.now()))

    def _tell(self, name: str, story: Callable[[], None]) -> None:
        try:
            story()
        except (Stopped, TakenOff):
            pass
        except Refusal as refusal:
            self._tally.count("refused")
            self._tally.complain(str(refusal))
        except Exception as error:
            if not isinstance(error, ServerAway) or not self._pace.stopped:
                self.failure = self.failure or error
            self._pace.stop()
        finally:
            with self._lock:
                del self._going_on[name]
