"""From an empty database to one that the processes can use: one program, as starting Django takes seconds.

The environment names the database; `make up` calls this, `docker-compose.yml` uses the management commands themselves.
"""

import os

import django
from django.core.management import call_command

from ops.trouble import step


def prepare() -> None:
    """Migrate, collect static files, make the first administrator, do what periodic jobs do. Each can be repeated."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "patrol.config.settings")
    django.setup()
    step("Database: checking and migrating")
    call_command("migrate", interactive=False, verbosity=1, skip_checks=False)
    step("Pages: collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("first_administrator")
    call_command("erase_texts")
    call_command("write_sheets")


if __name__ == "__main__":
    prepare()
