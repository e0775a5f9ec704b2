"""The processes of the application: brought up, checked by `/health`, started anew when code or settings changed."""

import hashlib
import json
import socket
import ssl
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from ops.place import PROJECT, PYTHON, Place
from ops.programs import application, is_secure
from ops.services import alone, start_services, wait_for
from ops.supervision import Group
from ops.training import is_training
from ops.trouble import Trouble, step

FIRST_HEALTH_S = 90  # then a process that does not stay up is the reason
HEALTH_S = 300  # a slow and busy machine
CODE = ["patrol", "zones", "dispatch", "drills", "static", "templates", "locale", "ops", "requirements.txt"]
SETTINGS = [
    "ALLOWED_HOSTS", "BASEMAP", "BASEMAP_ATTRIBUTION", "BASEMAP_DATUM", "BASEMAP_KEY", "BASEMAP_SUBDOMAINS",
    "BASEMAP_URL", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "DEBUG", "LOG_LEVEL", "METRICS_TOKEN",
    "ON_SCENE_PROMPT_S", "PATROL_ADMIN", "PATROL_ADMIN_PASSWORD", "PORT",
    "REDIS_URL", "RETAIN_NUMBER_DAYS", "RETAIN_TEXT_DAYS", "SECRET_KEY", "SITE_URL",
    "STATUS_TRANSITIONS", "TLS", "TRAINING", "TZ_NAME", "WAKE_AFTER_S", "WAKE_CA_FILE",
    "WAKE_SECRET", "WAKE_URL", "WEB_WORKERS",
]  # fmt: skip


def fingerprint(environment: dict[str, str]) -> str:
    """Changes when the code or a setting does."""
    digest = hashlib.sha256(json.dumps([environment.get(name) for name in SETTINGS]).encode())
    for root in CODE:
        path = PROJECT / root
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix not in {".pyc", ".mo"}:
                stat = file.stat()
                digest.update(f"{file} {stat.st_mtime_ns} {stat.st_size}\n".encode())
    return digest.hexdigest()


def health(environment: dict[str, str]) -> str:
    """What `/health` says against it, in a few words: nothing when all is good."""
    context = ssl._create_unverified_context()  # our own certificate, on our own machine
    request = urllib.request.Request(address(environment) + "health")
    try:
        with urllib.request.urlopen(request, timeout=5, context=context):
            return ""
    except urllib.error.HTTPError as error:
        return f"/health: {error.code} {error.read(2000).decode(errors='replace')}"
    except OSError as error:
        return f"/health: {getattr(error, 'reason', error)}"


def check_port(environment: dict[str, str]) -> None:
    """Make sure that nginx will get the port.

    Raises:
        Trouble: it is taken, or not for this user.
    """
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("0.0.0.0", int(environment["PORT"])))
        except OSError as error:
            raise Trouble(
                f"Port {environment['PORT']} cannot be used: {error.strerror}.\n"
                f"Another program may have it. Stop that, or choose another one: make up PORT=8001"
            ) from error


def up(place: Place) -> None:
    """Start this copy, or restart it when code or settings changed."""
    environment = place.environment()
    group, mark, wanted = Group("application", place), place.home / "running", fingerprint(environment)
    with alone(place):
        if group.pid() and mark.exists() and mark.read_text() == wanted and not health(environment):
            announce(environment, "is up already")
            return
        if group.pid():
            step("Code or settings changed, or something ails: stopping the processes")
            group.stop()
        check_port(environment)
        start_services(place)
        compile_messages()
        if subprocess.run([PYTHON, "-m", "ops.prepare"], cwd=PROJECT, env=environment, check=False).returncode != 0:
            raise Trouble("The database or the pages could not be prepared, see above.")
        start_application(group, place, environment)
        mark.write_text(wanted)
    announce(environment, "is up")


def compile_messages() -> None:
    """Compile the translations that changed, as Django reads them.

    Raises:
        Trouble: a catalogue is faulty; the message says where.
    """
    for catalogue in (PROJECT / "locale").rglob("*.po"):
        compiled = catalogue.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        words: list[str | Path] = ["msgfmt", "--check-format", "-o", compiled, catalogue]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Trouble(f"The translations cannot be compiled:\n{done.stderr}")


def start_application(group: Group, place: Place, environment: dict[str, str]) -> None:
    """Start the processes and wait until `/health` is good.

    Raises:
        Trouble: it is not good in time; the message shows the logs of what does not run.
    """
    step("Starting the processes")
    (place.home / "nginx").mkdir(exist_ok=True)
    group.start(application(place, environment), environment)
    web = place.sockets / "app" / "web.sock"

    def ails() -> str:  # nginx logs each question that it cannot pass on
        return health(environment) if is_open(web) else "web to listen"

    for seconds in (FIRST_HEALTH_S, HEALTH_S - FIRST_HEALTH_S):
        if wait_for(lambda: not ails(), seconds=seconds, what=ails, pause=0.5):
            return
        ailing = group.restless()
        if ailing:
            break
    reason, logs = health(environment), "\n".join(group.last_words(name) for name in ailing or ["web"])
    group.stop()
    raise Trouble(f"{reason}\n{logs}\nThe system did not become healthy and was stopped. Logs: {place.logs}")


def is_open(path: Path) -> bool:
    """Whether a program listens on this socket."""
    with socket.socket(socket.AF_UNIX) as door:
        return door.connect_ex(str(path)) == 0


def announce(environment: dict[str, str], state: str) -> None:
    """Say where to go."""
    name = "Patrol for training" if is_training(environment) else "Patrol"
    print(f"\n{name} {state}: {address(environment)}\nState and logs: {environment['PATROL_HOME']}")
    if is_secure(environment):
        print(f"Install {address(environment)}ca.crt on phones, once.")


def address(environment: dict[str, str]) -> str:
    """Where a browser on this machine finds the system, with a slash at the end."""
    return f"{'https' if is_secure(environment) else 'http'}://localhost:{environment['PORT']}/"
