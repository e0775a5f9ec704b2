"""Answers kept so that a repeated command does nothing twice."""

from django.conf import settings
from django.db import models


class IdempotentReply(models.Model):
    """What a command with this key was answered. `request_digest` tells a repeat from another command."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    key = models.CharField(max_length=120)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_reply_a_key")]

    def __str__(self) -> str:
        return self.key
