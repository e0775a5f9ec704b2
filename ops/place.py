"""Where one copy lives: its state folder, its sockets and the environment of its processes."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from ops.trouble import Trouble

PROJECT = Path(__file__).resolve().parent.parent
PYTHON = PROJECT / ".venv" / "bin" / "python"
LONGEST_SOCKET_FOLDER = 80  # bytes; a socket's whole path must stay below 108
UNUSABLE = set("%$;{}\\\"'")  # each means something in one of the configuration files
IS_ROOT = os.geteuid() == 0


class Place:
    """One copy's folders. Two copies differ in `PATROL_HOME` and `PORT` and share nothing.

    PostgreSQL refuses to run as root. So when root starts a copy, PostgreSQL runs as the user `postgres` and keeps
    its data in /var/lib/patrol/KEY, as that user may not enter most state folders. KEY is made with the state folder:
    a state folder made anew starts with an empty database.
    """

    def __init__(self, home: Path, *, disposable: bool = False) -> None:
        """`disposable`: what is written is worth nothing after the command, and the database never waits for a disk."""
        self.home = home.resolve()
        self.disposable = disposable
        self.logs = self.home / "logs"
        self.tls = self.home / "tls"

    @classmethod
    def of_environment(cls) -> "Place":
        """The copy that `PATROL_HOME` names, by default `.local` in the project."""
        return cls(Path(os.environ.get("PATROL_HOME") or PROJECT / ".local"))

    @cached_property
    def key(self) -> str:
        """A few letters and digits that no other copy has."""
        return self._kept("key", secrets.token_hex(5))

    @property
    def secret_key(self) -> str:
        """Django's secret, made once."""
        return self._kept("secret_key", secrets.token_urlsafe(50))

    @property
    def database(self) -> Path:
        """The folder of the private database's data."""
        return Path("/var/lib/patrol", self.key, "postgres") if IS_ROOT else self.home / "postgres"

    @cached_property
    def sockets(self) -> Path:
        """A folder with a short path, for sockets only."""
        if IS_ROOT:
            return Path("/run/patrol", self.key)
        near = self.home / "run"
        if len(os.fsencode(near)) <= LONGEST_SOCKET_FOLDER:
            return near
        return Path(tempfile.gettempdir(), f"patrol-{os.getuid()}-{self.key}")

    def make(self) -> None:
        """Make the folders. Those of the database and its socket belong to the user who runs PostgreSQL.

        Raises:
            Trouble: the state folder has an unusable name, is a copy of another one, or another user got hold of the
                socket folder.
        """
        for path in (PROJECT, self.home):
            if set(str(path)) & UNUSABLE:
                raise Trouble(f"The path {path} must do without any of {' '.join(sorted(UNUSABLE))}")
        for folder in (self.home, self.logs, self.sockets, self.sockets / "app", self.sockets / "db"):
            folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        (self.sockets / "app").chmod(0o700)
        if self.sockets.stat().st_uid != os.geteuid():
            raise Trouble(f"{self.sockets} belongs to another user. Remove it, or set a shorter PATROL_HOME.")
        if IS_ROOT:
            self.database.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.database, self.sockets / "db"):
                shutil.chown(folder, "postgres", "postgres")
            self._claim_database(self.database.parent / "home")

    def _claim_database(self, owner_file: Path) -> None:
        owner = Path(owner_file.read_text()) if owner_file.exists() else self.home
        other_key = owner / "key"
        if owner != self.home and other_key.exists() and other_key.read_text() == self.key:
            raise Trouble(
                f"{self.home} was copied from {owner} and would share its database.\n"
                f"Remove {self.home / 'key'} to start this copy with an empty database of its own."
            )
        owner_file.write_text(str(self.home))

    def environment(self) -> dict[str, str]:
        """What every process of this copy sees: the caller's environment, with what is missing filled in."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
        env["PATROL_HOME"] = str(self.home)
        env["PATH"] = os.pathsep.join([str(PYTHON.parent), env.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
        env["PYTHONUNBUFFERED"] = "1"
        if env.get("ALLOWED_HOSTS"):
            env["ALLOWED_HOSTS"] += ",localhost"  # `make up` itself asks for /health there
        defaults = {
            "PORT": "8000",
            "SECRET_KEY": self.secret_key,
            "ALLOWED_HOSTS": ",".join(own_names()),
            "DATABASE_URL": f"postgresql://patrol@/patrol?host={quote(str(self.sockets / 'db'))}",
            "REDIS_URL": f"unix://{self.sockets / 'app' / 'redis.sock'}?db=0",
        }
        return env | {name: value for name, value in defaults.items() if not env.get(name)}

    def _kept(self, name: str, value: str) -> str:
        """The text of a private file in the state folder, written on first use."""
        self.home.mkdir(parents=True, exist_ok=True)
        path = self.home / name
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text()
        with os.fdopen(descriptor, "w") as file:
            file.write(value)
        return value


def own_names() -> list[str]:
    """Names and addresses under which this machine's browsers and its neighbours' phones reach it."""
    found = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=False).stdout.split()
    addresses = [f"[{name}]" if ":" in name else name for name in found]
    return list(dict.fromkeys(["localhost", "127.0.0.1", "[::1]", socket.gethostname(), *addresses]))
