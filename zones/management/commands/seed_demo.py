"""Give an empty system the force and the ground of the made-up city. Safe to repeat."""

import os
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from patrol.errors import Refused
from zones import services
from zones.demo_city import SizeName, plan
from zones.demo_city.force import Force

FILE = "logins.txt"


class Command(BaseCommand):
    help = "Give an empty system a made-up force on duty and its ground, and print the log-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=[size.value for size in SizeName], default=SizeName.CITY.value)
        parser.add_argument("--seed", type=int, default=1, help="as given to make_city")

    def handle(self, *args: Any, size: str, seed: int, **options: Any) -> None:
        path = settings.PATROL_HOME / FILE
        if not (services.demo_is_there() and path.exists()):
            self.seed(path, size, seed)
        self.stdout.write(f"Log-ins, kept in {path}:\n{path.read_text()}")

    def seed(self, path: Path, size: str, seed: int) -> None:
        """Seed an empty system, or give new passwords where the old ones are lost."""
        city = plan(size, seed)
        titles = Force(city.wards).log_ins
        passwords = {username: secrets.token_urlsafe(9) for username in titles}
        try:
            if services.demo_is_there():
                services.renew_demo_passwords(passwords=passwords, at=timezone.now())
            else:
                services.seed_demo(city=city, passwords=passwords, at=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        write_privately(path, "".join(f"{name:<15} {passwords[name]}  {title}\n" for name, title in titles.items()))


def write_privately(path: Path, text: str) -> None:
    """Replace a file by one that only its owner reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)
