"""How fast the day goes by, and when it stops."""

import threading
from collections.abc import Callable


class Stopped(Exception):
    """Somebody ended the replay."""


class Pace:
    """The day of the file, N times faster than it was. Waits end at once when the replay is stopped."""

    def __init__(self, speed: float, *, now: Callable[[], float]) -> None:
        """
        Args:
            speed: seconds of the day in a second of ours.
            now: our clock, in seconds since 1970.
        """
        self.speed = speed
        self.now = now
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def wait(self, seconds: float) -> None:
        """Wait for so many seconds of our own time.

        Raises:
            Stopped: the replay was ended meanwhile.
        """
        if self._stopped.wait(max(0.0, seconds)):
            raise Stopped

    def live(self, seconds: float) -> None:
        """Wait for so many seconds of the day.

        Raises:
            Stopped: the replay was ended meanwhile.
        """
        self.wait(seconds / self.speed)
