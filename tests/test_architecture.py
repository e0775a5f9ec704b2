"""Rules of the house that import-linter cannot see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import Promise

ROOT = Path(__file__).parent.parent
COLUMN = ["patrol", "zones", "dispatch", "drills"]
FORBIDDEN_NAMES = {"utils", "helpers", "common"}
FORBIDDEN_PREFIXES = ("handle_", "process_", "do_")
DJANGOS_OWN = {"handle"}
PERSONAL = re.compile(
    r"(id_?card|identity_?(number|card)|passport|plate|face|fingerprint|ethnic|religio|suspect|petition|watch_?list)"
)


def height(app: str) -> int:
    return COLUMN.index(app)


def sources(*folders: str, suffix: str = ".py") -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}")]
    return sorted(path for path in found if not {"migrations", "node_modules"} & set(path.parts))


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in sources(*COLUMN):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in COLUMN]


def test_no_relation_points_up_the_column() -> None:
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model._meta.app_label in COLUMN
        and height(field.related_model._meta.app_label) > height(model._meta.app_label)
    ]
    assert upward == []


def named_urls(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named_urls(pattern.url_patterns, pattern.namespace or namespace)
        elif pattern.name:
            yield f"{namespace}:{pattern.name}" if namespace else pattern.name


def test_no_address_is_named_from_below() -> None:
    """`reverse`, `redirect` and `{% url %}` name addresses of the same app or of one below."""
    known = set(named_urls(get_resolver().url_patterns))
    quoted = re.compile(r"""(?:reverse\(|redirect\(|reverse_lazy\(|{%\s*url)\s*["'](\w+):(\w+)["']""")
    wrong = []
    for path in sources(*COLUMN) + sources("templates", suffix=".html"):
        parts = path.relative_to(ROOT).parts
        home = parts[1] if parts[0] == "templates" else parts[0]
        for app, name in quoted.findall(path.read_text()):
            if f"{app}:{name}" not in known:
                wrong.append(f"{path.name}: {app}:{name} does not exist")
            elif home in COLUMN and app in COLUMN and height(app) > height(home):
                wrong.append(f"{path.name}: {app}:{name} is above {home}")
    assert wrong == []


@pytest.mark.parametrize(
    ("folders", "suffix", "most"),
    [
        ((*COLUMN, "tests", "ops", "bench"), ".py", 400),
        (("templates",), ".html", 150),
        (("static/js", "tests/js"), ".js", 250),
    ],
)
def test_no_file_outgrows_its_budget(folders: tuple[str, ...], suffix: str, most: int) -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in sources(*folders, suffix=suffix)}
    assert {str(path.relative_to(ROOT)): lines for path, lines in lengths.items() if lines > most} == {}


def test_nothing_is_called_utils_or_handle_something() -> None:
    files = [path for path in sources(*COLUMN) if FORBIDDEN_NAMES & {path.stem, *path.relative_to(ROOT).parts}]
    names = [node.name for _path, node in functions() if node.name.startswith(FORBIDDEN_PREFIXES)]
    assert files == []
    assert set(names) <= DJANGOS_OWN


def test_no_model_overrides_save_and_nothing_listens_to_signals() -> None:
    overridden = [model.__name__ for model in our_models() if "save" in vars(model)]
    listening = [
        path for path in sources(*COLUMN) if re.search(r"@receiver|\.connect\(|django\.dispatch", path.read_text())
    ]
    assert (overridden, listening) == ([], [])


def test_no_model_orders_itself() -> None:
    assert [model.__name__ for model in our_models() if model._meta.ordering] == []


def test_every_model_that_has_a_name_in_the_readers_language_has_its_fields_named_too() -> None:
    nameless = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        if isinstance(model._meta.verbose_name, Promise)
        for field in model._meta.local_fields
        if field.name != "id" and not isinstance(field.verbose_name, Promise)
    ]
    assert nameless == []


def test_only_doors_read_the_clock() -> None:
    """Rules are told the time (`at`): services, selectors, models and pure decisions never ask."""
    doors = {
        "api",
        "views",
        "consumers",
        "tasks",
        "admin",
        "ingest",
        "commands",
        "command_view",
        "table_page",
        "authentication",
        "config",
    }
    clock = re.compile(r"timezone\.now\(|datetime\.now\(|time\.time\(|date\.today\(")
    asking = [
        str(path.relative_to(ROOT))
        for path in sources(*COLUMN)
        if not doors & {path.stem, *path.relative_to(ROOT).parts} and clock.search(path.read_text())
    ]
    assert asking == []


def test_services_are_called_by_keyword() -> None:
    positional = [
        f"{path.parent.name}/{path.name}: {node.name}"
        for path, node in functions()
        if "services" in path.relative_to(ROOT).parts or path.stem == "services"
        if any(isinstance(decorator, ast.Attribute) and decorator.attr == "atomic" for decorator in node.decorator_list)
        if node.args.args
    ]
    assert positional == []


def test_leaflet_is_named_in_one_folder() -> None:
    naming = [path for path in sources("static/js", suffix=".js") if re.search(r"\bL\.\w", path.read_text())]
    assert [path for path in naming if "map" not in path.parts] == []


def test_scripts_import_only_downwards() -> None:
    """pages -> map, ui, live -> lib."""
    rank = {"lib": 0, "live": 1, "ui": 1, "map": 1, "pages": 2}
    wrong = []
    for path in sources("static/js", suffix=".js"):
        here = path.relative_to(ROOT / "static/js").parts[0]
        for target in re.findall(r"""from\s+["'](\.[^"']+)["']""", path.read_text()):
            there = (path.parent / target).resolve().relative_to(ROOT / "static/js").parts[0]
            if here != there and rank[there] >= rank[here]:
                wrong.append(f"{path.name} -> {target}")
    assert wrong == []


def test_fragments_start_with_an_underscore() -> None:
    """A template without `{% extends %}` is a fragment, and only fragments are included."""
    wrong = []
    for path in sources("templates", suffix=".html"):
        text = path.read_text()
        whole_page = "{% extends" in text or "<!doctype" in text.lower()
        in_components = "_components" in path.parts
        if whole_page == path.name.startswith("_") and not in_components:
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_the_schema_keeps_no_register_of_persons() -> None:
    """No plates, faces, identity numbers, origins or watch-lists (design 10)."""
    fields = [f"{model._meta.label}.{field.name}" for model in our_models() for field in model._meta.get_fields()]
    assert [field for field in fields if PERSONAL.search(field.lower().replace("template", ""))] == []
