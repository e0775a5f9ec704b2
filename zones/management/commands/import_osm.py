"""Import a city from an OpenStreetMap file. Can be run again at any time; running processes follow by themselves."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from patrol.errors import Refused
from zones.routing.build import import_roads
from zones.services.map_import import import_map


class Command(BaseCommand):
    help = "Build road data for car, bicycle and foot, the map and the gazetteer from OpenStreetMap (.osm.pbf, .osm)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the extract, for instance city.osm.pbf")
        part = parser.add_mutually_exclusive_group()
        part.add_argument("--roads-only", action="store_true", help="leave the map and the gazetteer as they are")
        part.add_argument("--map-only", action="store_true", help="leave the road data as it is")

    def handle(self, *args: Any, file: Path, roads_only: bool, map_only: bool, **options: Any) -> None:
        try:
            if not map_only:
                manifest = import_roads(source=file, roads_dir=settings.ROADS_DIR, at=timezone.now(), say=self._say)
                self._say(
                    self.style.SUCCESS(f"{manifest.ways:,} road ways are live for {', '.join(manifest.anchors)}.")
                )
            if not roads_only:
                live = import_map(source=file, at=timezone.now(), say=self._say)
                layers = ", ".join(f"{count:,} {layer}" for layer, count in sorted(live.counts.items()))
                self._say(self.style.SUCCESS(f"The map holds {layers}."))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
