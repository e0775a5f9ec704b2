"""Answers that were kept for commands that might be repeated."""

from datetime import datetime, timedelta

from django.db import transaction

from patrol.models import IdempotentReply


@transaction.atomic
def forget_replies(*, days: int, at: datetime) -> int:
    """Delete the answers older than this: nobody repeats those. Returns how many there were."""
    deleted, _of_each_model = IdempotentReply.objects.filter(created_at__lt=at - timedelta(days=days)).delete()
    return deleted
