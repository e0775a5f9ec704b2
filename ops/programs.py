"""What runs: the private services, and the processes of the application. `docker-compose.yml` names the same ones."""

import os
from pathlib import Path
from string import Template

from ops import postgres
from ops.certificate import certificate_for
from ops.place import IS_ROOT, PROJECT, PYTHON, Place
from ops.supervision import Program

HERE_BUT_SECURE = "https://$http_host$request_uri"


def services(place: Place) -> list[Program]:
    """The private PostgreSQL and Redis, each only when the environment names no other."""
    found = []
    if not os.environ.get("DATABASE_URL"):
        command = ["setpriv", "--pdeathsig", "INT", "--", *postgres.command(place)]
        found.append(Program("postgres", command, user="postgres" if IS_ROOT else "", stop_signal="INT"))
    if not os.environ.get("REDIS_URL"):
        found.append(Program("redis", ["setpriv", "--pdeathsig", "TERM", "--", *_redis(place)]))
    return found


def _redis(place: Place) -> list[str | Path]:
    """Redis carries messages and wake-ups only; what must last is in the database, so nothing is saved to disk."""
    return [
        "redis-server", "--port", "0", "--unixsocket", place.sockets / "app" / "redis.sock", "--unixsocketperm", "700",
        "--save", "", "--appendonly", "no", "--dir", place.home,
    ]  # fmt: skip


def application(place: Place, environment: dict[str, str]) -> list[Program]:
    """The same processes as in production.

    Road times hold Python's lock: recommendations have processes of their own, where no dispatch waits behind them,
    and yield to one on a busy machine. Reports take half of the processors at most, and only what nobody else wants.
    """
    half = str(max(1, (os.cpu_count() or 2) // 2))
    workers = environment.get("WEB_WORKERS") or str(max(2, os.cpu_count() or 2))
    web, ranking, live = (place.sockets / "app" / f"{name}.sock" for name in ("web", "ranking", "live"))
    # A connection that ends takes its prepared statements with it.
    granian = ["granian", "--interface", "wsgi", "--workers", workers, "--respawn-failed-workers",
               "--blocking-threads-idle-timeout", "600"]  # fmt: skip
    celery = ["celery", "-A", "patrol.config"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [
        _program("web", web, *granian, "--uds", web, "--blocking-threads", "2", "patrol.config.wsgi:application",
                 pool=2),
        _program("ranking", ranking, *granian, "--uds", ranking, "--blocking-threads", "1",
                 "patrol.config.wsgi:application", nice=5),
        _program("live", live, "uvicorn", "--uds", live, "--no-access-log", "--forwarded-allow-ips", "*",
                 "--timeout-graceful-shutdown", "5", "--ws-per-message-deflate", "false",
                 "patrol.config.asgi:application"),
        Program("relay", [*_alone(), PYTHON, PROJECT / "manage.py", "relay"]),
        _program("worker-deadlines", None, *celery, "worker", "-Q", "deadlines", "-n", "deadlines@%h", "-c", "2",
                 *quiet),
        _program("worker", None, *celery, "worker", "-Q", "default,reports", "-n", "default@%h", "-c", half, *quiet,
                 nice=19),
        _program("beat", None, *celery, "beat", "--schedule", place.home / "beat-schedule",
                 "--pidfile", ""),
        Program("nginx", [*_alone(), "nginx", "-e", "stderr", "-c", write_nginx_config(place, environment)]),
    ]  # fmt: skip


def simulator(url: str, operator: str, speed: str) -> Program:
    """The demo's life. It reads its password and its device key from the environment, where no `ps` shows them."""
    words = ["--url", url.rstrip("/"), "--user", operator, "--speed", speed]
    return Program("simulator", [*_alone(), PYTHON, PROJECT / "manage.py", "simulate", *words])


def is_secure(environment: dict[str, str]) -> bool:
    """True when this copy serves HTTPS: `make up TLS=1`."""
    return environment.get("TLS", "").lower() in {"1", "true", "yes", "on"}


def _alone(socket: Path | None = None) -> list[str | Path]:
    return [PYTHON, "-m", "ops.alone", socket or "-"]


def _program(name: str, socket: Path | None, *module: str | Path, nice: int = 0, pool: int = 0) -> Program:
    words = [*(["env", f"DATABASE_POOL={pool}"] if pool else []), *(["nice", "-n", str(nice)] if nice else [])]
    return Program(name, [*_alone(socket), *words, PYTHON, "-m", *module])


def write_nginx_config(place: Place, environment: dict[str, str]) -> Path:
    """Fill in `nginx/local.conf` for this copy; its routes are those of production."""
    template = Template((PROJECT / "ops" / "nginx" / "local.conf").read_text())
    secure = ""
    if is_secure(environment):
        certificate, key = certificate_for(place, environment["ALLOWED_HOSTS"].split(","))
        secure = f'ssl_certificate "{certificate}"; ssl_certificate_key "{key}"; error_page 497 {HERE_BUT_SECURE};'
    path = place.home / "nginx.conf"
    path.write_text(
        template.substitute(
            project=PROJECT,
            home=place.home,
            sockets=place.sockets / "app",
            listen=environment["PORT"] + (" ssl" if secure else ""),
            secure=secure,
            user="user root;" if IS_ROOT else "",
        )
    )
    return path
