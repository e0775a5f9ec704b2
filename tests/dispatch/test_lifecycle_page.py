"""The page about how things move on says what the code decides."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from dispatch import lifecycle
from dispatch.lifecycle import AssignmentState, Step
from dispatch.management.commands.lifecycle_table import PAGE, lifecycle_page
from patrol.vocabulary import UnitStatus


def test_the_page_in_the_docs_is_what_the_code_decides_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == lifecycle_page(), "run manage.py lifecycle_table"


def test_another_rule_makes_another_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(lifecycle.NEXT, (AssignmentState.ON_SCENE, Step.WITHDRAW), AssignmentState.WITHDRAWN)
    call_command("lifecycle_table", to=tmp_path / "page.md", stdout=StringIO())
    assert (tmp_path / "page.md").read_text(encoding="utf-8") != PAGE.read_text(encoding="utf-8")


def test_the_page_tells_of_every_state() -> None:
    page = lifecycle_page()
    for state in [*AssignmentState, *UnitStatus]:
        assert f"| `{state}` |" in page
