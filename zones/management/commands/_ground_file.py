"""What the commands that import the ground share: options, the file, who imports, what is told."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from patrol.models import Organization, User
from zones.datum import Datum, UnknownDatum, datum_named
from zones.ground_file import Faulty, FileFormat, format_of, refuse_large
from zones.permissions import can_plan_ground
from zones.services import ShapeImport, fault_in_words


class ImportCommand(BaseCommand):
    """Brings one file in. A subclass names its imports by kind, the first being the default."""

    imports: ClassVar[dict[str, Callable[..., ShapeImport]]]
    mends: ClassVar[bool] = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = list(self.imports)
        parser.add_argument("file", type=Path, help="GeoJSON, zipped Shapefile, KML or CSV")
        parser.add_argument("--datum", help=f"what its numbers are measured against: {', '.join(Datum)}")
        parser.add_argument("--format", choices=list(FileFormat), help="default: as the file's name ends")
        parser.add_argument("--organization", required=True, help="code of the organization whose ground this is")
        parser.add_argument("--code-field", default="code", help="the property that holds the code; default: code")
        parser.add_argument("--name-field", help="the property that holds the name; default: the code")
        parser.add_argument("--kind", choices=kinds, default=kinds[0])
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen, and keep nothing")
        parser.add_argument("--by", default="", help="user name of the importer; default: the first administrator")
        if self.mends:
            parser.add_argument("--mend", action="store_true", help="put broken rings right instead of refusing them")

    def handle(self, *args: Any, **options: Any) -> None:
        datum = named_datum(options["datum"])
        organization = named_organization(options["organization"])
        file_format = named_format(options["format"], options["file"])
        done = self.imports[options["kind"]](
            content=read(options["file"]),
            file_format=file_format,
            datum=datum,
            code_field=options["code_field"],
            name_field=options["name_field"] or options["code_field"],
            mend=options.get("mend", False),
            dry_run=options["dry_run"],
            organization_id=organization.pk,
            by=importer(options["by"], organization),
            at=timezone.now(),
        )
        self.tell(done, "Would import" if options["dry_run"] else "Imported")

    def tell(self, done: ShapeImport, said: str) -> None:
        for line in done.notes:
            self.stdout.write(line)
        for fault in done.faults:
            place = f"feature {fault.feature} {fault.code}".strip() if fault.feature else "the file"
            self.stderr.write(f"{place}: {fault.what}")
        if not done.kept:
            raise CommandError(f"{len(done.faults)} faults: nothing was kept.")
        if done.mended:
            self.stdout.write(f"Mended: {', '.join(done.mended)}. Look at them on the map.")
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(done.tally.items()))
        self.stdout.write(self.style.SUCCESS(f"{said}: {outcomes}."))


def read(path: Path) -> bytes:
    """The file, if there is one and it is not far too large for a map."""
    try:
        refuse_large(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    except Faulty as fault:
        raise CommandError(fault_in_words(fault.kind, fault.facts)) from fault


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


def named_format(name: str | None, path: Path) -> FileFormat:
    found = FileFormat(name) if name else format_of(path.name)
    if found is None:
        raise CommandError(f"{path.name} does not tell its format. Name it with --format: {', '.join(FileFormat)}.")
    return found


def named_organization(code: str) -> Organization:
    organization = Organization.objects.filter(code=code).first()
    if organization is None:
        known = ", ".join(Organization.objects.order_by("path").values_list("code", flat=True)[:20])
        raise CommandError(f"There is no organization {code}. There is: {known or 'none yet'}.")
    return organization


def importer(username: str, organization: Organization) -> User:
    """Who imports: a planner or administrator over the organization."""
    people = User.objects.filter(username=username) if username else User.objects.filter(is_superuser=True)
    person = people.filter(is_active=True).order_by("pk").first()
    if person is None:
        raise CommandError("There is nobody to import as. Make the first administrator, or name a person with --by.")
    if not can_plan_ground(person, organization):
        raise CommandError(f"{person.username} may not import zones of {organization.name}.")
    return person
