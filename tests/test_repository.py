"""Rules about what the repository holds."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "package-lock.json"])
def test_lock_files_name_no_address(name: str) -> None:
    assert not re.search(r"https?://|file:", (ROOT / name).read_text())


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_a_hash(name: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
    packages = [block for block in blocks if not block.startswith("#")]
    assert packages
    assert [block.split("\n")[0] for block in packages if "--hash=sha256:" not in block] == []


def test_every_dependency_says_what_it_is_for() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    table = tomllib.loads(project)
    listed = table["project"]["dependencies"] + table["dependency-groups"]["dev"]
    silent = [name for name in listed if not re.search(rf'"{re.escape(name)}",\s+# \w', project)]
    assert silent == []


def test_real_data_stays_outside() -> None:
    """Street extracts, call records and tracks of real cities are not ours to publish."""
    assert [path for path in tracked() if path.suffix in {".pbf", ".gz", ".zip", ".osrm"}] == []


def test_nothing_is_larger_than_a_megabyte() -> None:
    assert [path for path in tracked() if path.stat().st_size > 1_000_000] == []


def test_compose_and_supervisor_run_the_same_processes() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    for process in ("granian", "uvicorn", "relay", "beat", "deadlines", "nginx"):
        assert process in compose
