"""The private PostgreSQL: made on first use, reached only through its own socket folder."""

import getpass
import os
import shutil
import subprocess
from pathlib import Path

from ops.place import IS_ROOT, Place
from ops.trouble import Trouble

INSTALLED = Path("/usr/lib/postgresql")
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "300",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "max_locks_per_transaction": "256",  # one table of positions a day
    "jit": "off",  # many short queries
    "timezone": "UTC",
    "log_timezone": "UTC",
}
DISPOSABLE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}  # nothing outlasts a power cut


def programs(place: Place) -> Path:
    """The folder with initdb and its kin: of the version that made the data, else the newest installed.

    Raises:
        Trouble: that version is not installed (any more).
    """
    made_by = place.database / "PG_VERSION"
    if made_by.exists():
        version = made_by.read_text().strip()
        if not (INSTALLED / version / "bin" / "postgres").exists():
            raise Trouble(
                f"The database in {place.database} was made by PostgreSQL {version}, which is not installed any more.\n"
                f"Install postgresql-{version} and postgresql-{version}-postgis-3, or move that folder away."
            )
        return INSTALLED / version / "bin"
    extensions = Path("/usr/share/postgresql").glob("*/extension/postgis.control")
    versions = sorted((path.parts[-3] for path in extensions), key=int)
    if not versions:
        raise Trouble("PostgreSQL with PostGIS is not installed: run ops/setup run.")
    return INSTALLED / versions[-1] / "bin"


def command(place: Place) -> list[str | Path]:
    """The words that run the server in the foreground."""
    settings = SETTINGS | {"unix_socket_directories": str(place.sockets / "db")}
    if place.disposable:
        settings |= DISPOSABLE
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [programs(place) / "postgres", "-D", place.database, *options]


def make_cluster(place: Place) -> None:
    """Make the data folder when there is none: UTF-8, and C.UTF-8, as trigrams of Chinese are empty under C."""
    if (place.database / "PG_VERSION").exists():
        return
    print("==> Database: making a private PostgreSQL", flush=True)
    initdb: list[str | Path] = [programs(place) / "initdb", "-D", place.database, "--username=patrol"]
    locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth-local=peer", "--auth-host=reject", "--no-instructions"]
    as_postgres = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] if IS_ROOT else []
    done = subprocess.run([*as_postgres, *initdb, *locale], cwd="/", capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Trouble(f"PostgreSQL's initdb failed:\n{done.stdout}{done.stderr}")
    _admit(place, {"root", "postgres"} if IS_ROOT else {getpass.getuser()})


def _admit(place: Place, people: set[str]) -> None:
    """Let these users of the machine in as the role `patrol`; the kernel vouches for who they are."""
    rules = {
        "pg_hba.conf": "local all patrol peer map=patrol\n",
        "pg_ident.conf": "".join(f"patrol {person} patrol\n" for person in sorted(people)),
    }
    for name, text in rules.items():
        (place.database / name).write_text(text)
        if IS_ROOT:
            shutil.chown(place.database / name, "postgres", "postgres")


def answers(place: Place) -> bool:
    """True when the server takes connections."""
    words: list[str | Path] = [
        programs(place) / "pg_isready",
        "-q",
        "-h",
        place.sockets / "db",
        "-d",
        "postgres",
        "-U",
        "patrol",
    ]
    return subprocess.run(words, check=False).returncode == 0


def make_database(place: Place) -> None:
    """Make the database `patrol` when there is none."""
    psql: list[str | Path] = [
        programs(place) / "psql",
        "-h",
        place.sockets / "db",
        "-U",
        "patrol",
        "-d",
        "postgres",
        "-qAt",
    ]
    environment = os.environ | {"PGOPTIONS": ""}
    question = [*psql, "-c", "SELECT 1 FROM pg_database WHERE datname = 'patrol'"]
    known = subprocess.run(question, capture_output=True, text=True, check=True, env=environment).stdout.strip()
    if not known:
        subprocess.run([*psql, "-c", "CREATE DATABASE patrol"], check=True, env=environment)


def _whereabouts(place: Place) -> list[str | Path]:
    return ["-h", place.sockets / "db", "-U", "patrol", "-d", "postgres"]
