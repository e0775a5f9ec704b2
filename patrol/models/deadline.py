"""Timers that live in the database, and the pulse of whoever watches them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def pending(self) -> "DeadlineQuerySet":
        return self.filter(fired_at__isnull=True, cancelled_at__isnull=True)


class Deadline(models.Model):
    """Something must have happened by `due_at`; settings map `kind` to what follows when it has not."""

    kind = models.CharField(_("kind"), max_length=48)
    subject_label = models.CharField(_("subject label"), max_length=64)
    subject_id = models.CharField(_("subject id"), max_length=64)
    due_at = models.DateTimeField(_("due at"))
    fired_at = models.DateTimeField(_("fired at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_label", "subject_id"],
                condition=Q(fired_at__isnull=True, cancelled_at__isnull=True),
                name="one_pending_deadline_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(fired_at__isnull=True) | Q(cancelled_at__isnull=True), name="deadline_fires_or_is_cancelled"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(fired_at__isnull=True, cancelled_at__isnull=True), name="deadline_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} by {self.due_at:%H:%M:%S}"


class Heartbeat(models.Model):
    """The last sign of life of a periodic job."""

    name = models.CharField(max_length=48, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at:%H:%M:%S}"
