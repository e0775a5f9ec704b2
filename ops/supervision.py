"""Starting, watching and stopping a group of processes with supervisord, which restarts what dies."""

import os
import re
import shlex
import signal
import subprocess
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.place import IS_ROOT, PROJECT, PYTHON, Place
from ops.trouble import Trouble

STOP_S = 90  # longer than every program's own patience below
LOG_LINES = 25


@dataclass(frozen=True)
class Program:
    """One process: what to run, as whom, and how to end it."""

    name: str
    command: Sequence[str | Path]
    user: str = ""
    stop_signal: str = "TERM"


class Group:
    """The processes of one copy that start and stop together: `services` or `application`."""

    def __init__(self, name: str, place: Place) -> None:
        self.name = name
        self.place = place
        self._config = place.home / f"{name}.supervisord.conf"
        self._pid_file = place.home / f"{name}.pid"
        self._log = place.logs / f"supervisord-{name}.log"
        self._socket = place.sockets / "app" / f"{name}.sock"

    def pid(self) -> int | None:
        """The process id of the running supervisord, None when it does not run (a stale file does not count)."""
        try:
            pid = int(self._pid_file.read_text())
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return None
        return pid if os.fsencode(self._config) in command else None

    def has(self, names: Sequence[str]) -> bool:
        """True when it runs and knows all these programs."""
        return self.pid() is not None and all(f"[program:{name}]" in self._config.read_text() for name in names)

    def start(self, programs: Sequence[Program], environment: dict[str, str]) -> None:
        """Start supervisord in the background; it starts the programs.

        Raises:
            Trouble: supervisord itself refused; its words are in the message.
        """
        self._config.write_text(self._rendered(programs))
        self._config.chmod(0o600)
        done = subprocess.run(
            [PYTHON, "-m", "supervisor.supervisord", "-c", self._config],
            cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise Trouble(f"supervisord did not start: {done.stderr or done.stdout}")

    def stop(self) -> None:
        """Stop supervisord and with it its programs; quiet when it does not run."""
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGTERM)
        for waited in range(STOP_S * 10):
            if self.pid() is None:
                return
            if waited % 20 == 19:
                print(f"    {waited // 10 + 1:3} s: waiting for the {self.name} to end", flush=True)
            time.sleep(0.1)
        os.kill(pid, signal.SIGKILL)  # its programs end with it, see `alone.py`

    def states(self) -> dict[str, str]:
        """Each program's state in supervisor's words, such as RUNNING, BACKOFF or FATAL."""
        words: list[str | Path] = [PYTHON, "-m", "supervisor.supervisorctl", "-c", self._config, "status"]
        lines = subprocess.run(words, capture_output=True, text=True, check=False, cwd=PROJECT).stdout.splitlines()
        return {line.split()[0]: line.split()[1] for line in lines if len(line.split()) > 1}

    def restless(self) -> list[str]:
        """Programs that ended by themselves more than once since the start: started again, and again in vain."""
        since_start = self._log.read_text(errors="replace").rpartition("supervisord started")[2]
        ended = Counter(re.findall(r"exited: (\S+) ", since_start))
        return [name for name, times in ended.items() if times > 1]

    def last_words(self, name: str) -> str:
        """The end of a program's log."""
        path = self.place.logs / f"{name}.log"
        if not path.exists():
            return ""
        with path.open(errors="replace") as lines:
            return f"--- {path}\n" + "".join(deque(lines, LOG_LINES))

    def _rendered(self, programs: Sequence[Program]) -> str:
        head = f"""\
            [supervisord]
            pidfile={_literal(self._pid_file)}
            logfile={_literal(self._log)}
            childlogdir={_literal(self.place.logs)}
            directory={_literal(PROJECT)}
            identifier=patrol-{self.name}
            {"user=root" if IS_ROOT else ""}

            [unix_http_server]
            file={_literal(self._socket)}
            chmod=0700

            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

            [supervisorctl]
            serverurl=unix://{_literal(self._socket)}
            """
        return "\n".join(line.strip() for text in (head, *map(self._section, programs)) for line in text.splitlines())

    def _section(self, program: Program) -> str:
        user = f"user={program.user}" if program.user else ""
        return f"""
            [program:{program.name}]
            command={_literal(shlex.join(map(str, program.command)))}
            directory={_literal(PROJECT if not program.user else "/")}
            {user}
            stopsignal={program.stop_signal}
            stopwaitsecs=30
            stopasgroup=false
            killasgroup=true
            autorestart=true
            startretries=1000
            redirect_stderr=true
            stdout_logfile={_literal(self.place.logs / f"{program.name}.log")}
            stdout_logfile_maxbytes=20MB
            stdout_logfile_backups=3
            """


def _literal(text: object) -> str:
    """A value for supervisor's configuration file, where a percent sign starts an expansion."""
    return str(text).replace("%", "%%")
