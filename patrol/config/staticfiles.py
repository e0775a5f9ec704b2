"""Static files: a few named files out of npm packages, and a manifest that knows ES modules."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage


class ModuleManifestStorage(ManifestStaticFilesStorage):
    """Hashed file names, imports between modules rewritten."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 20


class NodeModulesStorage(FileSystemStorage):
    """Serves `NODE_MODULES_FILES` under `vendor/`: the allow-list maps our path to the package's."""

    prefix = "vendor"

    def __init__(self) -> None:
        super().__init__(location=settings.BASE_DIR / "node_modules")

    def path(self, name: str) -> str:
        return str(Path(self.location) / settings.NODE_MODULES_FILES[name])


class NodeModulesFinder(BaseFinder):
    """Finds only what `NODE_MODULES_FILES` lists: the whole of node_modules breaks the manifest."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.storage = NodeModulesStorage()

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  (the signature is Django's)
        name = path.removeprefix("vendor/")
        found = [self.storage.path(name)] if path != name and name in settings.NODE_MODULES_FILES else []
        return found[0] if found and not find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, NodeModulesStorage]]:
        for name in settings.NODE_MODULES_FILES:
            if self.storage.exists(name):
                yield name, self.storage
