"""Starting and stopping a copy on one machine: what must hold after a crash, a copy or a second start."""

import hashlib
import os
import shutil
import socket
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ops import demo
from ops import place as place_module
from ops.__main__ import down
from ops.application import is_open
from ops.place import PROJECT, PYTHON, Place
from ops.programs import simulator, write_nginx_config
from ops.supervision import Group
from ops.trouble import Trouble
from tests.running import free_port, until

# Under supervisord each program has a process group of its own within one session. The first one starts a worker and is
# killed; the second one, `true`, begins by way of `ops.alone`.
TWO_PROGRAMS_IN_TURN = """
import subprocess, sys
words = "import subprocess; print(subprocess.Popen(['sleep', '60'], stdout=2).pid, flush=True); input()"
first = subprocess.Popen([sys.executable, "-c", words], process_group=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
print(int(first.stdout.readline()), flush=True)
first.kill(); first.wait()
subprocess.run([sys.executable, "-m", "ops.alone", "-", "true"], process_group=0, check=True)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A copy of an ordinary user, in a folder with a space in its name."""
    monkeypatch.setattr(place_module, "IS_ROOT", False)
    return Place(tmp_path / "state folder")


def test_a_secret_is_made_once_and_only_its_owner_reads_it(place: Place) -> None:
    first = place.secret_key
    assert Place(place.home).secret_key == first
    assert len(first) >= 50
    assert (place.home / "secret_key").stat().st_mode & 0o077 == 0


def test_sockets_of_a_deep_state_folder_still_have_short_paths(place: Place, tmp_path: Path) -> None:
    deep = Place(tmp_path / ("deep" * 30))
    deep.make()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(deep.sockets / "app" / "services.sock"))
    assert deep.sockets != Place(tmp_path / ("deep" * 31)).sockets
    shutil.rmtree(deep.sockets)


def test_a_stale_process_id_is_not_a_running_copy(place: Place) -> None:
    place.make()
    (place.home / "application.pid").write_text(str(os.getpid()))
    group = Group("application", place)
    assert group.pid() is None
    group.stop()  # would end this very test


def test_a_copied_state_folder_gets_no_share_in_the_first_ones_database(tmp_path: Path) -> None:
    original, copy = Place(tmp_path / "one"), Place(tmp_path / "two")
    owner_file = tmp_path / "owner"
    assert original.key
    original._claim_database(owner_file)
    copy.home.mkdir()
    (copy.home / "key").write_text(original.key)
    with pytest.raises(Trouble, match="was copied from"):
        copy._claim_database(owner_file)
    (original.home / "key").unlink()  # moved, not copied
    copy._claim_database(owner_file)
    assert owner_file.read_text() == str(copy.home)


def test_a_path_that_would_break_a_configuration_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="must do without"):
        Place(tmp_path / "100%").make()


def test_what_a_killed_program_leaves_behind_ends_before_its_successor_begins() -> None:
    words = [sys.executable, "-c", TWO_PROGRAMS_IN_TURN]
    done = subprocess.run(words, cwd=PROJECT, start_new_session=True, stdout=subprocess.PIPE, text=True, check=True)
    state = Path("/proc", done.stdout.strip(), "stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_nginx_accepts_its_configuration_with_and_without_https(place: Place) -> None:
    place.make()
    (place.home / "nginx").mkdir()
    plain = place.environment() | {"PORT": "18999", "TLS": ""}
    for environment in (plain, plain | {"TLS": "1", "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1],.example.org"}):
        path = write_nginx_config(place, environment)
        words = ["nginx", "-t", "-q", "-e", "stderr", "-c", path]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@contextmanager
def running(environment: dict[str, str], *commands: list[str | Path]) -> Iterator[None]:
    """These programs, ended by their own ids afterwards."""
    programs = [subprocess.Popen(command, cwd=PROJECT, env=environment) for command in commands]
    try:
        yield
    finally:
        for program in programs:
            program.terminate()
        for program in programs:
            program.wait(timeout=30)


def test_a_copy_with_https_shows_phones_the_fingerprint_of_the_certificate_that_it_hands_out(place: Place) -> None:
    place.make()
    (place.home / "nginx").mkdir()
    port, web = free_port(), place.sockets / "app" / "web.sock"
    environment = place.environment() | {"PORT": str(port), "TLS": "1", "ALLOWED_HOSTS": "localhost", "DEBUG": "1"}
    nginx = ["nginx", "-e", "stderr", "-c", write_nginx_config(place, environment)]
    pages = [PYTHON, "-m", "granian", "--interface", "wsgi", "--uds", web, "patrol.config.wsgi:application"]
    with running(environment, pages, nginx):
        until(lambda: is_open(web), "the pages listen")
        trusted = ssl.create_default_context(cafile=str(place.tls / "ca.crt"))  # what a phone does once it is installed

        def read(path: str) -> str:
            with urllib.request.urlopen(f"https://localhost:{port}{path}", context=trusted, timeout=30) as answer:
                return str(answer.read().decode())

        page = read("/enrol/")
        der = ssl.PEM_cert_to_DER_cert(read("/ca.crt"))
        assert hashlib.sha256(der).digest().hex(":").upper() in page
        assert f"https://localhost:{port}/enrol/" in page


def test_a_step_of_the_demo_is_done_once_a_database(tmp_path: Path) -> None:
    done: list[str] = []
    mark = tmp_path / "imported"
    for url in ("one", "one", "two"):
        demo.once(mark, {"DATABASE_URL": url}, "Importing", lambda url=url: done.append(url))
    assert done == ["one", "two"]


def test_a_step_of_the_demo_that_failed_is_done_again(tmp_path: Path) -> None:
    def fail() -> None:
        raise Trouble("cut off")

    for _time in range(2):
        with pytest.raises(Trouble):
            demo.once(tmp_path / "imported", {"DATABASE_URL": "one"}, "Importing", fail)
    assert not (tmp_path / "imported").exists()


def test_what_the_demo_keeps_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "gateway_key"
    for text in ("first", "second"):
        demo.private(path, text)
    assert path.read_text() == "second"
    assert path.stat().st_mode & 0o077 == 0


def test_the_simulator_stops_with_the_system(place: Place, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """`make down` ends a simulator under supervision first: it must not report to a system that is gone."""
    stopped: list[str] = []
    monkeypatch.setattr(Group, "pid", lambda group: 1)
    monkeypatch.setattr(Group, "stop", lambda group: stopped.append(group.name))
    down(place)
    assert stopped == ["simulator", "application", "services"]


def test_passwords_and_keys_of_the_simulator_stand_in_no_command_line() -> None:
    words = list(map(str, simulator("http://localhost:8000/", "operator", "5").command))
    assert words[-6:] == ["--url", "http://localhost:8000", "--user", "operator", "--speed", "5"]
