"""A whole copy of the system, started as `make up` does, whose processes may be killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
import xmlrpc.client
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from ops.place import IS_ROOT, PROJECT, Place
from tests.running import until


class Stack:
    """One copy with a state folder, a port, a database and a Redis of its own."""

    def __init__(self, home: Path, port: int, database_url: str) -> None:
        self.place = Place(home)
        self.address = f"http://127.0.0.1:{port}"
        settings = {"PATROL_HOME": str(home), "PORT": str(port), "DATABASE_URL": database_url, "WEB_WORKERS": "2"}
        settings |= {"PATROL_ADMIN": "administrator", "PATROL_ADMIN_PASSWORD": "a long test password"}
        unwanted = {"REDIS_URL", "SECRET_KEY", "DEBUG", "TLS", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE"}
        self._caller = {name: value for name, value in os.environ.items() if name not in unwanted} | settings

    def ops(self, *words: str) -> None:
        subprocess.run([sys.executable, "-m", "ops", *words], cwd=PROJECT, env=self._caller, check=True)

    def down(self) -> None:
        """Stop everything and remove what lies outside the state folder."""
        self.ops("down")
        if IS_ROOT:
            shutil.rmtree(self.place.database.parent)
            shutil.rmtree(self.place.sockets)

    @property
    def environment(self) -> dict[str, str]:
        """What the processes of this copy see."""
        private = {
            "SECRET_KEY": self.place.secret_key,
            "REDIS_URL": f"unix://{self.place.sockets / 'app' / 'redis.sock'}?db=0",
        }
        return self._caller | private

    def manage(self, *words: str) -> str:
        """What a management command prints."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=PROJECT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def begin(self, *words: str, log: Path, **more: str) -> subprocess.Popen[bytes]:
        """A management command that goes on while the test does; what it prints goes to a file."""
        command = [sys.executable, "manage.py", *words]
        with log.open("wb") as out:
            return subprocess.Popen(command, cwd=PROJECT, env=self.environment | more, stdout=out, stderr=out)

    @contextmanager
    def supervisor(self, program: str) -> Iterator[Any]:
        """The supervisord that watches over a program."""
        group = "services" if program == "redis" else "application"
        transport = SupervisorTransport(None, None, f"unix://{self.place.sockets / 'app' / f'{group}.sock'}")
        with xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport) as proxy:
            yield proxy.supervisor
        transport.close()

    def running(self, program: str) -> int | None:
        """The process id of a program, None while it does not run."""
        with self.supervisor(program) as supervisor:
            info = supervisor.getProcessInfo(program)
        return int(info["pid"]) if info["statename"] == "RUNNING" else None

    def kill(self, program: str) -> int:
        """Kill a program as the kernel does when memory is short. Returns the process id it had."""
        pid = self.running(program)
        assert pid is not None, f"{program} does not run"
        os.kill(pid, signal.SIGKILL)
        return pid

    def await_successor(self, program: str, killed: int) -> None:
        """Until supervisord has started the program again."""
        until(lambda: self.running(program) not in {None, killed}, f"{program} runs again")

    def get(self, path: str) -> Any:
        """An answer over HTTP; None while nobody gives one."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as answer:
                return json.loads(answer.read())
        except (OSError, ValueError):
            return None


def children_of(pid: int) -> list[int]:
    """The processes that a process started and that still run."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
