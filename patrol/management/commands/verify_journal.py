"""`manage.py verify_journal`: walks the hash chain."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from patrol.journal import faults
from patrol.selectors import last_position


class Command(BaseCommand):
    help = "Check that no entry of the journal was changed, removed or inserted."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults())
        for fault in found:
            self.stderr.write(f"position {fault.position}: {fault.what}")
        if found:
            raise CommandError(f"{len(found)} faults in the journal.")
        self.stdout.write(f"The journal is whole: {last_position()} entries.")
