"""`manage.py erase_texts`: retention now, and the sign of life of the job that runs it every hour."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from dispatch.services import erase_old_texts
from patrol.deadlines import beat
from patrol.services import forget_replies


class Command(BaseCommand):
    help = "Erase texts, files and callers' numbers of calls that ended long enough ago."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--text-days", type=int, default=settings.RETAIN_TEXT_DAYS)
        parser.add_argument("--number-days", type=int, default=settings.RETAIN_NUMBER_DAYS)

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        erased = erase_old_texts(text_days=options["text_days"], number_days=options["number_days"], at=at)
        forget_replies(days=settings.RETAIN_REPLY_DAYS, at=at)
        beat("erasing", at=at)
        if options["verbosity"]:
            kinds = ", ".join(f"{name} {count}" for name, count in sorted(erased.items()))
            self.stdout.write(f"Erased: {kinds or 'nothing'}.")
