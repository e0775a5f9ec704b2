"""Make the person who sets the system up, from the environment. Safe to repeat."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from patrol import services
from patrol.errors import Refused
from patrol.models import User


class Command(BaseCommand):
    help = "Make the first administrator from PATROL_ADMIN and PATROL_ADMIN_PASSWORD, unless there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        username, password = os.environ.get("PATROL_ADMIN", ""), os.environ.get("PATROL_ADMIN_PASSWORD", "")
        if not username and not password:
            self.stdout.write("PATROL_ADMIN and PATROL_ADMIN_PASSWORD are not set: no administrator was made.")
            return
        if not username or not password:
            missing = "PATROL_ADMIN_PASSWORD" if username else "PATROL_ADMIN"
            raise CommandError(f"{missing} is not set: set both, or neither.")
        if User.objects.filter(username=User.normalize_username(username)).exists():
            self.stdout.write(f"{username} is there already: nothing was changed.")
            return
        try:
            services.create_first_administrator(username=username, password=password, at=timezone.now())
        except Refused as refusal:
            raise CommandError(f"No administrator was made. {refusal.message}") from refusal
        self.stdout.write(f"Made the administrator {username}. Log in, and import the force: the page says how.")
