"""The processes of the application: brought up, checked by `/health`, started anew when code or settings changed."""

import hashlib
import json
import socket
import ssl
import subprocess
import urllib.error
import urllib.request

from ops.place import PROJECT, PYTHON, Place
from ops.programs import application, is_secure
from ops.services import alone, start_services, step, wait_for
from ops.supervision import Group
from ops.trouble import Trouble

HEALTH_S = 120
CODE = ["patrol", "zones", "dispatch", "drills", "static", "templates", "locale", "ops", "requirements.txt"]
SETTINGS = [
    "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "DEBUG", "LOG_LEVEL", "PATROL_ADMIN",
    "PATROL_ADMIN_PASSWORD", "PORT", "REDIS_URL", "SECRET_KEY", "TLS", "TZ_NAME", "WEB_WORKERS",
]  # fmt: skip


def manage(environment: dict[str, str], *words: str) -> None:
    """Run a management command.

    Raises:
        Trouble: it failed; its own words stand above.
    """
    if subprocess.run([PYTHON, "manage.py", *words], cwd=PROJECT, env=environment, check=False).returncode != 0:
        raise Trouble(f"manage.py {words[0]} failed, see above.")


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
    """What `/health` says against it: nothing when all is good."""
    scheme = "https" if environment.get("TLS", "") not in {"", "0"} else "http"
    context = ssl._create_unverified_context()  # our own certificate, on our own machine
    request = urllib.request.Request(
        f"{scheme}://127.0.0.1:{environment['PORT']}/health", headers={"Host": "localhost"}
    )
    try:
        with urllib.request.urlopen(request, timeout=5, context=context):
            return ""
    except urllib.error.HTTPError as error:
        return f"/health: {error.code} {error.read(2000).decode(errors='replace')}"
    except OSError as error:
        return f"/health: {error}"


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
        step("Database: migrating")
        manage(environment, "migrate", "--noinput")
        step("Pages: collecting static files, compiling translations")
        manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
        compile_messages(environment)
        manage(environment, "first_administrator")
        start_application(group, place, environment)
        mark.write_text(wanted)
    announce(environment, "is up")


def compile_messages(environment: dict[str, str]) -> None:
    """Translations, as gettext reads them."""
    ignored = [f"--ignore={name}" for name in (".venv", ".local", "node_modules")]
    manage(environment, "compilemessages", "--verbosity", "0", *ignored)


def start_application(group: Group, place: Place, environment: dict[str, str]) -> None:
    """Start the processes and wait until `/health` is good.

    Raises:
        Trouble: it is not good in time; the message shows the logs of what does not run.
    """
    step("Starting the processes")
    (place.home / "nginx").mkdir(exist_ok=True)
    group.start(application(place, environment), environment)
    if wait_for(lambda: not health(environment), seconds=HEALTH_S, what=lambda: health(environment)):
        return
    reason, ailing = health(environment), [words.split()[0] for words in group.unsettled()]
    logs = "\n".join(group.last_words(name) for name in ailing or ["web"])
    group.stop()
    raise Trouble(f"{reason}\n{logs}\nThe system did not become healthy and was stopped. Logs: {place.logs}")


def announce(environment: dict[str, str], state: str) -> None:
    """Say where to go."""
    print(f"\nPatrol {state}: {address(environment)}\nState and logs: {environment['PATROL_HOME']}")
    if is_secure(environment):
        print(f"Install {address(environment)}ca.crt on phones, once.")


def address(environment: dict[str, str]) -> str:
    """Where a browser on this machine finds the system, with a slash at the end."""
    return f"{'https' if is_secure(environment) else 'http'}://localhost:{environment['PORT']}/"
