"""Sheets to work by when the system is away: written every few minutes, so that the last one is never old."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from dispatch.selectors.sheet import sheet_of
from patrol.deadlines import beat, start_deadlines
from patrol.models import Deadline, Organization

DUE = "sheet.due"
LABEL = "sheet"
BLANK_LINES = range(14)
UNFINISHED = ".unfinished"


@transaction.atomic
def start_sheets(*, at: datetime) -> list[Path]:
    """Write sheets now, and from now on every SHEET_EVERY_S seconds. Again: nothing is written twice as often."""
    written = write_sheets(at=at)
    if not Deadline.objects.pending().filter(kind=DUE).exists():
        set_next(at=at)
    return written


@transaction.atomic
def write_due_sheets(*, subject_id: str, at: datetime) -> None:  # noqa: ARG001  (every deadline is called like this)
    """The deadline of the sheets: write them, and set the next."""
    write_sheets(at=at)
    set_next(at=at)


def set_next(*, at: datetime) -> None:
    due_at = at + timedelta(seconds=settings.SHEET_EVERY_S)
    start_deadlines({DUE: due_at}, subject=(LABEL, due_at.isoformat()))


def write_sheets(*, at: datetime) -> list[Path]:
    """One sheet a bureau: a page of its own, and `latest_CODE.html`. What is older than SHEETS_KEPT_H hours goes.

    A reader sees a whole sheet or the one before. They hold names and phone numbers, so others than the owner and the
    group of the folder may not read them.

    Raises:
        OSError: the folder cannot be written; the deadline is tried again.
    """
    folder: Path = settings.SHEETS_DIR
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    written = []
    for bureau in Organization.objects.filter(parent__isnull=True).order_by("path"):
        text, code = text_of(bureau, at=at), quote(bureau.code, safe="")
        written += [put(folder / f"{stamp(at)}_{code}.html", text), put(folder / f"latest_{code}.html", text)]
    remove_before(folder, stamp(at - timedelta(hours=settings.SHEETS_KEPT_H)))
    beat("sheets", at=at)
    return written


def text_of(bureau: Organization, *, at: datetime) -> str:
    """The sheet as a page that needs nothing else."""
    with translation.override(settings.LANGUAGE_CODE):
        next_at = at + timedelta(seconds=settings.SHEET_EVERY_S)
        picture = {"sheet": sheet_of(bureau, at=at), "next_at": next_at, "training": settings.TRAINING}
        return render_to_string("dispatch/sheet.html", picture | {"blank_lines": BLANK_LINES})


def stamp(at: datetime) -> str:
    """A moment as file names have it, in the time of the place: they sort by it."""
    return f"{timezone.localtime(at):%Y-%m-%d_%H-%M-%S}"


def put(path: Path, text: str) -> Path:
    """Write a file whole or not at all."""
    unfinished = path.with_name(path.name + UNFINISHED)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return unfinished.replace(path)


def remove_before(folder: Path, oldest: str) -> None:
    """Remove sheets, whole or unfinished, of before this stamp."""
    for path in folder.glob("20*_*.html*"):
        if path.name < oldest:
            path.unlink(missing_ok=True)
