"""Up, down, status, run, test: what the Makefile calls.

python -m ops up                start everything, wait until `/health` is good, print the address
python -m ops demo              the same, with a city that lives; until Ctrl-C, or with DETACH=1 by itself
python -m ops down              stop what `up` started
python -m ops status            show what runs
python -m ops run COMMAND...    run a command with the services and settings of this copy
python -m ops test COMMAND...   the same, with services of its own that a running copy does not notice
python -m ops try COMMAND...    the same, and the database does not wait for the disk: for tests, not for measurements
"""

import os
import shutil
import subprocess
import sys

from ops.application import compile_messages, up
from ops.demo import demo
from ops.place import Place
from ops.services import alone, serving
from ops.supervision import Group
from ops.training import claim, set_apart
from ops.trouble import Trouble, step

GROUPS = ("simulator", "application", "services")


def down(place: Place) -> None:
    """Stop this copy; quiet when it does not run."""
    with alone(place):
        groups = [group for group in (Group(name, place) for name in GROUPS) if group.pid()]
        for group in groups:
            step(f"Stopping the {group.name}")
            group.stop()
        (place.home / "running").unlink(missing_ok=True)
    print("Patrol is down." if groups else "Patrol was not running.")


def status(place: Place) -> None:
    """Print what runs."""
    for name in reversed(GROUPS):
        group = Group(name, place)
        print(f"{name}: {'' if group.pid() else 'not running'}")
        for program, state in group.states().items() if group.pid() else ():
            print(f"  {program:20} {state}")


def run(place: Place, words: list[str]) -> int:
    """Run a command with the services and the environment of this copy; its exit code.

    Raises:
        Trouble: there is no such command.
    """
    environment = place.environment()
    command = shutil.which(words[0], path=environment["PATH"])
    if command is None:
        raise Trouble(f"There is no command {words[0]}.")
    with serving(place):
        try:
            return subprocess.run([command, *words[1:]], env=environment, check=False).returncode
        except KeyboardInterrupt:
            return 130


def test(place: Place, name: str, words: list[str]) -> int:
    """Run a command with services and a state folder of this name, for tests alone."""
    compile_messages()
    return run(Place(place.home / name, disposable=name == "try"), words)


def main(words: list[str]) -> int:
    """Do what the words say; the exit code."""
    set_apart(os.environ)
    place = Place.of_environment()
    try:
        claim(place, os.environ)
        match words:
            case ["up"]:
                up(place)
            case ["demo"]:
                return demo(place, detach=os.environ.get("DETACH") == "1", speed=os.environ.get("SPEED") or "1")
            case ["down"]:
                down(place)
            case ["status"]:
                status(place)
            case ["run", _, *_]:
                return run(place, words[1:])
            case ["test" | "try" as name, _, *_]:
                return test(place, name, words[1:])
            case _:
                raise Trouble(str(__doc__))
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
