"""`make demo`: a made-up city on a running copy, with a force, and a simulator that lets it live."""

import contextlib
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from ops.application import address, up
from ops.place import PROJECT, PYTHON, Place
from ops.programs import is_secure, simulator
from ops.supervision import Group
from ops.trouble import Trouble, step

OPERATOR, PLANNER, BUREAU = "operator", "planner", "DEMO"  # as `seed_demo` makes them


def demo(place: Place, *, detach: bool, speed: str) -> int:
    """Bring everything up and let the city live: until Ctrl-C, or under supervision with `detach`. The exit code."""
    up(place)
    folder, environment = place.home / "demo", place.environment()
    folder.mkdir(exist_ok=True)
    prepare(folder, environment)
    print(f"\nThe city: {address(environment)}\n{log_ins(place)}", flush=True)
    living = environment | {"PATROL_PASSWORD": password_of(OPERATOR, log_ins(place))}
    living["PATROL_DEVICE_KEY"] = (folder / "gateway_key").read_text()
    if is_secure(environment):
        living["SSL_CERT_FILE"] = str(place.tls / "ca.crt")
    program, group = simulator(address(environment), OPERATOR, speed), Group("simulator", place)
    group.stop()
    if not detach:
        return watch(list(map(str, program.command)), living)
    group.start([program], living)
    print(f"It lives by itself; `make down` stops it. What happens: {place.logs / 'simulator.log'}")
    return 0


def prepare(folder: Path, environment: dict[str, str]) -> None:
    """City, roads and map, force, gateway: each is made once for this database and kept."""
    city = folder / "city.osm.pbf"
    if not city.exists():
        step("Making a city")
        fresh = folder / "fresh.osm.pbf"
        manage(environment, "make_city", "--size", "city", str(fresh))
        fresh.rename(city)
    once(folder / "imported", environment, "Importing its roads and its map", lambda: imported(environment, city))
    once(folder / "seeded", environment, "Giving it a force and a ground", lambda: seeded(environment))
    once(folder / "connected", environment, "Connecting the trackers", lambda: connected(folder, environment))


def once(mark: Path, environment: dict[str, str], what: str, act: Callable[[], object]) -> None:
    """Do it, unless it was done before on the same database."""
    database = environment["DATABASE_URL"]
    if mark.exists() and mark.read_text() == database:
        return
    step(what)
    act()
    private(mark, database)


def imported(environment: dict[str, str], city: Path) -> None:
    manage(environment, "import_osm", str(city))


def seeded(environment: dict[str, str]) -> None:
    manage(environment, "seed_demo", quiet=True)  # the log-ins are printed at the end


def connected(folder: Path, environment: dict[str, str]) -> None:
    key = manage(environment, "issue_gateway", BUREAU, "--label", "demo", "--by", PLANNER, quiet=True)
    private(folder / "gateway_key", key.split()[-1])


def private(path: Path, text: str) -> None:
    """Write a file that only its owner reads."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def manage(environment: dict[str, str], *words: str, quiet: bool = False) -> str:
    """Run a management command; what it printed, with `quiet`, else it prints by itself.

    Raises:
        Trouble: it failed; its own words stand above.
    """
    command: list[str | Path] = [PYTHON, PROJECT / "manage.py", *words]
    output = subprocess.PIPE if quiet else None
    done = subprocess.run(command, cwd=PROJECT, env=environment, stdout=output, text=True, check=False)
    if done.returncode != 0:
        raise Trouble(f"manage.py {words[0]} failed, see above. `make demo` again goes on from here.")
    return done.stdout or ""


def log_ins(place: Place) -> str:
    """Names and passwords of the demo's people, as `seed_demo` wrote them.

    Raises:
        Trouble: the file is gone.
    """
    path = place.home / "logins.txt"
    if not path.exists():
        raise Trouble(f"{path} is gone. Remove {place.home / 'demo' / 'seeded'}, then `make demo` writes a new one.")
    return path.read_text()


def password_of(username: str, text: str) -> str:
    """The password that stands behind a user name.

    Raises:
        Trouble: it does not stand there.
    """
    for line in text.splitlines():
        words = line.split()
        if len(words) > 1 and words[0] == username:
            return words[1]
    raise Trouble(f"There is no {username} among the log-ins of the demo.")


def watch(command: list[str], environment: dict[str, str]) -> int:
    """Let it live in the foreground until Ctrl-C, which reaches the simulator too."""
    with subprocess.Popen(command, cwd=PROJECT, env=environment) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.wait()
    print("\nThe city stands still; the system is still up. `make demo` goes on, `make down` stops everything.")
    return 0
