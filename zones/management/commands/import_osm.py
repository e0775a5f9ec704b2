"""Import a city from an OpenStreetMap file. Can be run again at any time; running processes follow by themselves."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from patrol.errors import Refused
from zones.routing.build import import_roads


class Command(BaseCommand):
    help = "Build road data for car, bicycle and foot from an OpenStreetMap extract (.osm.pbf, .osm)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the extract, for instance city.osm.pbf")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            manifest = import_roads(source=file, roads_dir=settings.ROADS_DIR, at=timezone.now(), say=self._say)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._say(self.style.SUCCESS(f"{manifest.ways:,} road ways are live for {', '.join(manifest.anchors)}."))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
