"""Set drive times over the imported roads against those that a city recorded, and write the page about them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dispatch.replay import BadFile, BadMapping
from dispatch.replay.drive_figures import figures_of
from dispatch.replay.drive_page import drive_page
from dispatch.replay.drives import drives_of, groups, read_responses, response_mapping, timed
from patrol.vocabulary import TravelMode
from zones.routing import coverage, road_engine
from zones.routing.straight_line import StraightLine


class Command(BaseCommand):
    help = "Compare predicted drive times with the recorded ones of a CSV of unit responses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV, or CSV in gzip (.gz), a row a unit and call")
        parser.add_argument("--mapping", required=True, help="FIELD=COLUMN,...: time (of setting out), on_scene,"
                            " unit and lon,lat or point, and if known id, hospital, available")  # fmt: skip
        parser.add_argument("--time-format", help="as strptime takes it, when the usual forms do not fit")
        parser.add_argument("--write", type=Path, help="where to write the page; default: print it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            page = self.page(options)
        except (BadFile, BadMapping, ValueError) as error:
            raise CommandError(str(error)) from error
        if options["write"]:
            options["write"].write_text(page, encoding="utf-8")
        else:
            self.stdout.write(page)

    def page(self, options: dict[str, Any]) -> str:
        """
        Raises:
            ValueError: no roads are imported, or too few drives are left.
        """
        roads = coverage().imported
        if roads is None:
            raise ValueError("No roads are imported: run import_osm first.")
        read = read_responses(options["file"], response_mapping(options["mapping"]), time_format=options["time_format"])
        found = drives_of(read.kept)
        drives = timed(found.kept, roads=road_engine(TravelMode.CAR), straight_line=StraightLine(TravelMode.CAR))
        return drive_page(
            records=options["file"].name,
            rows=len(read.kept) + read.left_out.total(),
            roads=roads.file_name,
            figures=[(name, figures_of(group)) for name, group in groups(drives.kept)],
            left_out=read.left_out + found.left_out + drives.left_out,
        )
