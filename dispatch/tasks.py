"""Periodic jobs."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def erase_texts(**_kwargs: object) -> None:
    """Every hour: what retention no longer keeps."""
    call_command("erase_texts", verbosity=0)
