"""The private PostgreSQL and Redis of one copy: started, waited for, and stopped with their last user."""

import fcntl
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from ops import postgres
from ops.place import Place
from ops.programs import services
from ops.supervision import Group
from ops.trouble import Trouble, step

SERVICES_S = 60


def wait_for(good: Callable[[], bool], *, seconds: float, what: Callable[[], str], pause: float = 0.1) -> bool:
    """Ask until it is good; after two seconds, then every five, say what is being waited for. False when time is up."""
    started = time.monotonic()
    tell_after = 2.0
    while not good():
        waited = time.monotonic() - started
        if waited > seconds:
            return False
        if waited > tell_after:
            print(f"    {waited:3.0f} s: waiting for {what()}", flush=True)
            tell_after = waited + 5
        time.sleep(pause)
    return True


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """One at a time starts or stops this copy."""
    place.make()
    with (place.home / "starting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start_services(place: Place) -> None:
    """Start the private PostgreSQL and Redis, unless they run or the environment names others.

    Raises:
        Trouble: they do not answer in time; the message holds the end of the log.
    """
    programs, group = services(place), Group("services", place)
    names = [program.name for program in programs]
    if not names:
        return
    if "postgres" in names:
        postgres.make_cluster(place)
    if not group.has(names):
        group.stop()
        step(f"Starting {' and '.join(names)}")
        group.start(programs, place.environment())
    answers = {"postgres": postgres.answers, "redis": redis_answers}
    for name in names:
        if not wait_for(partial(answers[name], place), seconds=SERVICES_S, what=partial(str, name)):
            raise Trouble(f"{name} does not answer.\n{group.last_words(name)}")
    if "postgres" in names:
        postgres.make_database(place)


def redis_answers(place: Place) -> bool:
    """True when the private Redis says PONG."""
    try:
        with socket.socket(socket.AF_UNIX) as talk:
            talk.settimeout(1)
            talk.connect(str(place.sockets / "app" / "redis.sock"))
            talk.sendall(b"PING\r\n")
            return talk.recv(5) == b"+PONG"
    except OSError:
        return False


@contextmanager
def serving(place: Place) -> Iterator[None]:
    """Services for the time of a command. The last command to end stops them, unless the copy is up."""
    place.make()
    with (place.home / "users.lock").open("w") as users:
        with alone(place):
            fcntl.flock(users, fcntl.LOCK_SH)
            start_services(place)
        try:
            yield
        finally:
            with alone(place):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass  # another command still uses them
                else:
                    if not Group("application", place).pid():
                        Group("services", place).stop()
