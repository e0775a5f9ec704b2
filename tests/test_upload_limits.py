"""nginx refuses what is too large before it is read, in words that a person and a page understand."""

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.running import PATIENCE_S

ROUTES = Path(__file__).parent.parent / "ops/nginx"
FIFTY_MB = 50 * 1024 * 1024
NGINX = shutil.which("nginx", path="/usr/sbin:/sbin:/usr/bin:/bin")
CONFIG = """
daemon off; master_process off; pid {home}/nginx.pid; error_log stderr crit;
events {{ }}
http {{
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    upstream web {{ server unix:{home}/nobody.sock; }}
    upstream ranking {{ server unix:{home}/nobody.sock; }}
    upstream live {{ server unix:{home}/nobody.sock; }}
    include {routes}/http.conf;
    server {{ listen 127.0.0.1:{port}; root {home}; include {routes}/routes.conf; }}
}}
"""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """nginx with our routes and no process behind."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    (tmp_path / "nginx.conf").write_text(CONFIG.format(home=tmp_path, routes=ROUTES, port=number))
    assert NGINX, "nginx is one of the packages that `ops/setup` installs"
    with subprocess.Popen([NGINX, "-p", tmp_path, "-c", tmp_path / "nginx.conf"]) as running:
        until = time.monotonic() + PATIENCE_S
        while not is_open(number) and time.monotonic() < until:
            time.sleep(0.05)
        yield number
        running.terminate()


def is_open(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def announce(port: int, path: str, size: int) -> tuple[int, str, str]:
    """Status, type and text of the answer to the headers of an upload."""
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    door.putrequest("POST", path)
    door.putheader("Content-Length", str(size))
    door.putheader("Content-Type", "multipart/form-data; boundary=x")
    door.endheaders()
    answer = door.getresponse()
    told = answer.status, answer.getheader("Content-Type") or "", answer.read().decode()
    door.close()
    return told


def test_an_attachment_of_fifty_megabytes_is_refused_as_the_api_refuses(port: int) -> None:
    status, kind, text = announce(port, f"/api/incidents/{uuid4()}/attachments", FIFTY_MB)
    assert (status, kind) == (413, "application/json")
    assert '"code": "too_large"' in text
    assert "附件不超过 10 MB" in text
    assert "at most 10 MB" in text


def test_any_other_command_of_fifty_megabytes_is_refused_as_the_api_refuses(port: int) -> None:
    status, kind, text = announce(port, "/api/incidents", FIFTY_MB)
    assert (status, kind) == (413, "application/json")
    assert '"code": "too_large"' in text


def test_an_import_of_fifty_megabytes_is_refused_with_a_page_of_ours(port: int) -> None:
    status, kind, text = announce(port, "/ground/import", FIFTY_MB)
    assert (status, kind) == (413, "text/html; charset=utf-8")
    assert "文件太大" in text
    assert "nginx" not in text
