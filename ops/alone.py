"""Become a program, alone: `python -m ops.alone SOCKET COMMAND...`, used in front of the programs of the application.

A program killed with -9 leaves its workers behind: nginx's hold the port, celery's hold jobs. They cannot be found by a
process id on file, which may be somebody else's by now. But supervisord gives each program a process group within its
own session, so a process of this session whose group leader is gone is such a worker. It is killed first.
Its socket is removed too, as granian does not bind one that is there. SOCKET is `-` for a program without one.
And when supervisord itself is killed, the kernel ends the program with it, so that nothing runs unwatched.
"""

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

PR_SET_PDEATHSIG = 1


def left_behind() -> Iterator[int]:
    """Process ids in this session whose group leader is gone."""
    session = os.getsid(0)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()  # state, parent, group, session, ...
        except OSError:
            continue  # it ended while we looked
        if int(fields[3]) == session and not Path("/proc", fields[2]).exists():
            yield int(path.parent.name)


def become(socket: str, command: list[str]) -> NoReturn:
    """Clear the way, then run the command in place of this process."""
    for pid in left_behind():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    if Path(socket).is_socket():
        Path(socket).unlink()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.execvp(command[0], command)


if __name__ == "__main__":
    become(sys.argv[1], sys.argv[2:])
