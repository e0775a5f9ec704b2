"""Load organizations, people, templates, units and crews from a spreadsheet."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from patrol import services
from patrol.force_file import Fault
from patrol.models import User
from patrol.permissions import can_import_force


class Command(BaseCommand):
    help = "Load the force from an XLSX workbook, a CSV of one table, or a ZIP of such CSVs. All of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the workbook, CSV or ZIP")
        parser.add_argument("--dry-run", action="store_true", help="list every fault and keep nothing")
        parser.add_argument("--sign-on", action="store_true", help="sign the units of the sheet “crews” on now")
        parser.add_argument("--by", default="", help="user name of the importer; default: the first administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}") from error
        done = services.import_force(
            content=content,
            file_name=options["file"].name,
            dry_run=options["dry_run"],
            sign_on=options["sign_on"],
            by=self.importer(options["by"]),
            at=timezone.now(),
            progress=self.show,
        )
        for fault in done.faults:
            self.stderr.write(f"{place(fault)}: {services.fault_in_words(fault)}")
        for table, tally in done.tallies.items():
            outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(tally.items()))
            self.stdout.write(f"{table}: {outcomes or 'nothing'}")
        if done.faults:
            raise CommandError(f"{len(done.faults)} faults: nothing was kept.")
        self.stdout.write(self.style.SUCCESS("Imported." if done.kept else "No faults. Nothing was kept: a dry run."))

    def importer(self, username: str) -> User:
        """Who imports: what they may not change is refused row by row."""
        people = User.objects.filter(username=username) if username else User.objects.filter(is_superuser=True)
        person = people.filter(is_active=True).order_by("pk").first()
        if person is None:
            raise CommandError(
                f"There is nobody with the user name {username}."
                if username
                else "Make the first administrator before: PATROL_ADMIN=... PATROL_ADMIN_PASSWORD=... "
                "manage.py first_administrator"
            )
        if not can_import_force(person):
            raise CommandError(f"{person.username} may not import: a planner or an administrator may.")
        return person

    def show(self, table: str, done: int, rows: int) -> None:
        if done % 500 == 0:
            self.stdout.write(f"{table}: {done} of {rows}")


def place(fault: Fault) -> str:
    """`people, row 12, sworn`, as far as it is known."""
    row = f"row {fault.row}" if fault.row else ""
    return ", ".join(part for part in (fault.sheet, row, fault.column) if part)
