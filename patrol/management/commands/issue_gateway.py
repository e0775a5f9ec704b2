"""Make a gateway: a device that reports positions for every unit of an organization and below."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from patrol import services
from patrol.models import Organization, User
from patrol.permissions import can_manage_force
from patrol.vocabulary import PositionSource


class Command(BaseCommand):
    help = "Make a gateway, such as an outside tracker server or a replay, and print the key it reports with, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organization", help="code of the organization of whose units it reports")
        parser.add_argument("--label", default="gateway")
        parser.add_argument("--by", default="", help="user name; default: the first administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        organization = Organization.objects.filter(code=options["organization"]).first()
        if organization is None:
            raise CommandError(f"There is no organization {options['organization']}.")
        people = User.objects.filter(is_active=True).order_by("pk")
        by = people.filter(username=options["by"]) if options["by"] else people.filter(is_superuser=True)
        person = by.first()
        if person is None or not can_manage_force(person, organization.path or "/"):
            raise CommandError("Name a planner or an administrator of the organization with --by.")
        _device, key = services.issue_device(
            label=options["label"],
            source=PositionSource.GATEWAY,
            organization=organization,
            by=person,
            at=timezone.now(),
        )
        self.stdout.write(key)
