"""The benchmark's own databases and processes: the command lines of `ops`, on sockets and databases of their own.

Without nginx and supervisor; everything else is what `make up` runs.
"""

import asyncio
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import redis
from psycopg import sql

from bench.wire import Http
from ops.place import PROJECT, PYTHON, Place
from ops.programs import application

READY_S = 90
STOP_S = 20
REDIS_NUMBER = 9
REDIS_MARK = "patrol-bench"


class Trouble(Exception):
    """The benchmark cannot run; the message says why."""


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


def home() -> Path:
    """Where the benchmark keeps its roads, logs and sockets, from one run to the next."""
    path = Path(os.environ.get("PATROL_HOME") or PROJECT / ".local").resolve() / "bench"
    path.mkdir(parents=True, exist_ok=True)
    return path


def database_url(name: str) -> str:
    """A database on the server of `DATABASE_URL`."""
    return re.sub(r"^(\w+://[^/]*/)[^?]*", rf"\g<1>{name}", os.environ["DATABASE_URL"])


def redis_url() -> str:
    """Number 9 on the server of `REDIS_URL`."""
    address = os.environ["REDIS_URL"].partition("?")[0]
    if address.startswith("unix:"):
        return f"{address}?db={REDIS_NUMBER}"
    return re.sub(r"^(\w+://[^/]*).*", rf"\g<1>/{REDIS_NUMBER}", address)


@contextmanager
def own_redis() -> Iterator[None]:
    """Number 9, if it is empty or was left by a benchmark; emptied before and after.

    Raises:
        Trouble: somebody else uses it.
    """
    with redis.Redis.from_url(redis_url()) as client:
        if client.dbsize() and not client.exists(REDIS_MARK):
            raise Trouble(f"Redis database {REDIS_NUMBER} is in use. The benchmark needs it for itself.")
        client.flushdb()
        client.set(REDIS_MARK, 1)
        try:
            yield
        finally:
            client.flushdb()


@contextmanager
def own_databases(names: Sequence[str]) -> Iterator[None]:
    """Empty databases with the tables of today, dropped at the end."""
    first, *others = names
    drop_databases(names)
    try:
        create_database(first, template="template1")
        manage(first, "migrate", "--verbosity", "0")
        for name in others:
            create_database(name, template=first)
        yield
    finally:
        drop_databases(names)


def create_database(name: str, *, template: str) -> None:
    _on_server(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def drop_databases(names: Sequence[str]) -> None:
    for name in names:
        _on_server(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _on_server(statement: sql.Composed) -> None:
    with psycopg.connect(database_url("postgres"), autocommit=True) as server:
        server.execute(statement)


def environment(database: str) -> dict[str, str]:
    """What the benchmark's processes see: their own database, Redis and state folder; no debugging."""
    ours = {
        "DATABASE_URL": database_url(database),
        "REDIS_URL": redis_url(),
        "REDIS_PREFIX": "bench",
        "PATROL_HOME": str(home()),
        "SECRET_KEY": os.environ.get("SECRET_KEY") or "of the benchmark alone",
        "ALLOWED_HOSTS": "localhost",
        "PORT": "0",
        "DEBUG": "",
        "LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
    }
    return dict(os.environ) | ours


def manage(database: str, *words: str) -> None:
    """Run a management command on one of our databases.

    Raises:
        Trouble: it failed; its own words stand above.
    """
    if subprocess.run([PYTHON, "manage.py", *words], cwd=PROJECT, env=environment(database), check=False).returncode:
        raise Trouble(f"manage.py {words[0]} failed, see above.")


def run_module(database: str, module: str, *words: str) -> Any:
    """What a module of the benchmark, run as a program on one of our databases, prints as JSON.

    Raises:
        Trouble: it failed.
    """
    done = subprocess.run(
        [PYTHON, "-m", module, *words], cwd=PROJECT, env=environment(database), stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        raise Trouble(f"{module} failed, see above.")
    return json.loads(done.stdout)


class Stack:
    """Some of the processes of the application on one database, by the command lines of `ops`."""

    def __init__(self, database: str) -> None:
        self.database = database
        self._place = Place(home() / database)
        sockets = self._place.sockets / "app"
        sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.web, self.ranking, self.live = (sockets / f"{name}.sock" for name in ("web", "ranking", "live"))
        self.environment = environment(database)
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str, more_words: dict[str, list[str]] | None = None) -> None:
        """Start programs of `ops` by name; `more_words` are added to a program's command line."""
        known = {program.name: program.command for program in application(self._place, self.environment)}
        for name in names:
            self.start_command(name, [*known[name], *(more_words or {}).get(name, [])])

    def start_command(self, name: str, command: Sequence[str | Path]) -> None:
        """Start any process; it ends with this one.

        All stay in one session, as under a supervisor: Linux weighs sessions alike, and a nice value only inside one.
        """
        with self.log(name).open("wb") as log:
            self._processes[name] = subprocess.Popen(
                command, cwd=PROJECT, env=self.environment, stdout=log, stderr=log, process_group=0
            )

    def log(self, name: str) -> Path:
        return self._place.home / f"{name}.log"

    def cpu(self) -> dict[str, float]:
        """Seconds of CPU that each program and its workers used so far."""
        groups = {process.pid: name for name, process in self._processes.items()}
        used = dict.fromkeys(self._processes, 0.0)
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended while we looked
            name = groups.get(int(fields[2]))
            if name:
                used[name] += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return used

    async def wait_until_good(self, door: Path, path: str) -> None:
        """Ask until the answer is good.

        Raises:
            Trouble: it was not in time, or a process ended.
        """
        until, last = time.monotonic() + READY_S, ""
        while time.monotonic() < until:
            ended = [name for name, process in self._processes.items() if process.poll() is not None]
            if ended:
                raise Trouble(f"{ended} ended: {self.log(ended[0]).read_text()[-2000:]}")
            try:
                await Http(door).get(path)
                return
            except (OSError, RuntimeError, ValueError, asyncio.IncompleteReadError) as error:
                last = str(error)
            await asyncio.sleep(0.2)
        raise Trouble(f"{path} was not good within {READY_S} s: {last}")

    def stop(self) -> None:
        """End what was started here, by process id, and wait for it."""
        for process in self._processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self._processes.values():
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # its own group: its workers and nobody else
                process.wait()
        self._processes.clear()
