"""HTTPS for one copy, as phones give their position only to a secure page: an authority of its own, and its word."""

import subprocess
from pathlib import Path

from ops.place import Place
from ops.trouble import Trouble

AUTHORITY_DAYS = "3650"
CERTIFICATE_DAYS = "397"  # browsers distrust longer ones
RENEW_S = str(30 * 24 * 3600)


def certificate_for(place: Place, hosts: list[str]) -> tuple[Path, Path]:
    """Certificate and key for these host names and addresses, made anew when they change or the end is near.

    The authority's certificate, `tls/ca.crt`, is what a phone must install once; the page `/ca.crt` hands it out.
    """
    place.tls.mkdir(mode=0o700, exist_ok=True)
    authority, authority_key = place.tls / "ca.crt", place.tls / "ca.key"
    if not authority.exists():
        _openssl(
            "req", "-x509", *_new_key(authority_key), "-out", authority, "-days", AUTHORITY_DAYS,
            "-subj", f"/CN=Patrol command {place.key}", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
        )  # fmt: skip
    certificate, key = place.tls / "server.crt", place.tls / "server.key"
    names = ",".join(_alternative(host.strip()) for host in hosts if host.strip().strip(".*"))
    kept_names = place.tls / "names"
    if certificate.exists() and kept_names.read_text() == names and _lasts(certificate):
        return certificate, key
    request, extensions = place.tls / "server.csr", place.tls / "extensions"
    extensions.write_text(f"subjectAltName={names}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n")
    _openssl("req", *_new_key(key), "-out", request, "-subj", "/CN=Patrol command")
    _openssl(
        "x509", "-req", "-in", request, "-CA", authority, "-CAkey", authority_key, "-CAcreateserial",
        "-out", certificate, "-days", CERTIFICATE_DAYS, "-extfile", extensions,
    )  # fmt: skip
    kept_names.write_text(names)
    return certificate, key


def _new_key(path: Path) -> list[str | Path]:
    return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-keyout", path]


def _alternative(host: str) -> str:
    bare = host.strip("[]")
    is_address = ":" in bare or bare.replace(".", "").isdigit()
    return f"IP:{bare}" if is_address else f"DNS:{bare.lstrip('.')}"


def _lasts(certificate: Path) -> bool:
    words: list[str | Path] = ["openssl", "x509", "-checkend", RENEW_S, "-noout", "-in", certificate]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def _openssl(*words: str | Path) -> None:
    done = subprocess.run(["openssl", *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Trouble(f"openssl failed: {done.stderr}")
