"""Load zones or beats from GeoJSON, in any datum that is named."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from patrol.models import Organization, User
from patrol.permissions import can_manage_force
from zones import services
from zones.datum import Datum, UnknownDatum, datum_named

IMPORTS = {"zones": services.import_zones, "beats": services.import_beats}


class Command(BaseCommand):
    help = "Load zones or beats from a GeoJSON file. All of it or nothing; a shape that changed gets a new version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="GeoJSON FeatureCollection of polygons")
        parser.add_argument("--datum", help=f"what its numbers are measured against: {', '.join(Datum)}")
        parser.add_argument("--organization", required=True, help="code of the organization whose ground this is")
        parser.add_argument("--code-field", required=True, help="the property that holds the code")
        parser.add_argument("--name-field", help="the property that holds the name; default: the code")
        parser.add_argument("--kind", choices=sorted(IMPORTS), default="zones")
        parser.add_argument("--mend", action="store_true", help="put broken rings right instead of refusing them")
        parser.add_argument("--by", default="", help="user name of the importer; default: the first administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        datum = named_datum(options["datum"])
        organization = Organization.objects.filter(code=options["organization"]).first()
        if organization is None:
            known = ", ".join(Organization.objects.order_by("path").values_list("code", flat=True)[:20])
            raise CommandError(f"There is no organization {options['organization']}. There is: {known or 'none yet'}.")
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}") from error
        done = IMPORTS[options["kind"]](
            content=content,
            datum=datum,
            code_field=options["code_field"],
            name_field=options["name_field"] or options["code_field"],
            mend=options["mend"],
            organization_id=organization.pk,
            by=importer(options["by"], organization),
            at=timezone.now(),
        )
        self.tell(done)

    def tell(self, done: services.ShapeImport) -> None:
        for fault in done.faults:
            place = f"feature {fault.feature} {fault.code}".strip() if fault.feature else "the file"
            self.stderr.write(f"{place}: {fault.what}")
        if not done.kept:
            raise CommandError(f"{len(done.faults)} faults: nothing was kept.")
        if done.mended:
            self.stdout.write(f"Mended: {', '.join(done.mended)}. Look at them on the map.")
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(done.tally.items()))
        self.stdout.write(self.style.SUCCESS(f"Imported: {outcomes}."))


def named_datum(name: str | None) -> Datum:
    if not name:
        raise CommandError(
            "Name the datum with --datum. A file cannot be trusted to say it: maps in GCJ-02 call themselves WGS-84, "
            f"and every zone would lie some 500 m off. Known: {', '.join(Datum)}."
        )
    try:
        return datum_named(name)
    except UnknownDatum as error:
        raise CommandError(str(error)) from error


def importer(username: str, organization: Organization) -> User:
    """Who imports: a planner or administrator over the organization."""
    people = User.objects.filter(username=username) if username else User.objects.filter(is_superuser=True)
    person = people.filter(is_active=True).order_by("pk").first()
    if person is None:
        raise CommandError("There is nobody to import as. Make the first administrator, or name a person with --by.")
    if not can_manage_force(person, organization.path or "/"):
        raise CommandError(f"{person.username} may not import zones of {organization.name}.")
    return person
