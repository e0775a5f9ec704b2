"""Write the printable sheets now, and see to it that they go on being written."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from dispatch.services import start_sheets


class Command(BaseCommand):
    help = "Write the sheets to work by when the system is away; from then on they are written every five minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        written = start_sheets(at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{len(written)} sheets are in {settings.SHEETS_DIR}.")
