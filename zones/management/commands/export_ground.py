"""Write zones, beats, points or routes to a file in any datum."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zones.datum import Datum
from zones.ground_file import Faulty, FileFormat, write_file
from zones.management.commands._ground_file import named_datum, named_format, named_organization
from zones.selectors import EXPORTS
from zones.services import fault_in_words

EVERYTHING = "/"


class Command(BaseCommand):
    help = "Write the ground to a file: GeoJSON, zipped Shapefile, KML or CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=list(EXPORTS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--datum", default=Datum.WGS84.value, help=f"one of {', '.join(Datum)}; default: wgs84")
        parser.add_argument("--format", choices=list(FileFormat), help="default: as the file's name ends")
        parser.add_argument("--organization", help="code of the organization that sees it; default: everything")

    def handle(self, *args: Any, **options: Any) -> None:
        kind, path = options["kind"], options["file"]
        datum, file_format = named_datum(options["datum"]), named_format(options["format"], path)
        code = options["organization"]
        features = EXPORTS[kind]([named_organization(code).path or EVERYTHING] if code else [EVERYTHING])
        if not features:
            raise CommandError(f"There are no {kind}.")
        try:
            path.write_bytes(write_file(features, file_format, datum, name=kind))
        except Faulty as fault:
            raise CommandError(fault_in_words(fault.kind, fault.facts)) from fault
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}") from error
        self.stdout.write(self.style.SUCCESS(f"{len(features)} {kind} in {datum.value} are in {path}."))
