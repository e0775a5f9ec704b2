"""Write a made-up city as an OpenStreetMap file, for trying the system without a map of one's own."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zones.demo_city import SizeName, counts, plan, write_city


class Command(BaseCommand):
    help = "Write a made-up city as an OpenStreetMap file. The same size and seed give the same city."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="what to write, for instance city.osm.pbf")
        parser.add_argument("--size", choices=[size.value for size in SizeName], default=SizeName.CITY.value)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, file: Path, size: str, seed: int, **options: Any) -> None:
        city = plan(size, seed)
        try:
            write_city(city, file)
        except (OSError, RuntimeError) as error:
            raise CommandError(f"{file} cannot be written: {error}") from error
        self.stdout.write(self.style.SUCCESS(f"{file}: {', '.join(counts(city))}."))
