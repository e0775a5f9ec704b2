"""The append-only journal. Triggers (see the first migrations) refuse UPDATE, DELETE and TRUNCATE."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class JournalQuerySet(models.QuerySet["JournalEntry"]):
    def numbered(self) -> "JournalQuerySet":
        return self.filter(position__isnull=False)

    def unnumbered(self) -> "JournalQuerySet":
        return self.filter(position__isnull=True)

    def about(self, label: str, subject_id: object) -> "JournalQuerySet":
        """The entries of one subject, oldest first."""
        return self.filter(subject_label=label, subject_id=str(subject_id)).order_by("id")


class JournalEntry(models.Model):
    """One fact. No foreign keys: history outlives its subjects.

    `position`, `prev_hash`, `hash` and `previous` (topic -> position of the topic's entry before) are null until the
    relay numbers the entry. `data` carries facts, ids and
    digests only; narrative lives in rows of its own, which retention may erase while the chain still verifies.
    """

    id = models.BigAutoField(primary_key=True)
    position = models.BigIntegerField(_("position"), null=True, unique=True)
    kind = models.CharField(_("kind"), max_length=64)
    subject_label = models.CharField(_("subject label"), max_length=64)
    subject_id = models.CharField(_("subject id"), max_length=64)
    actor_id = models.BigIntegerField(_("actor id"), null=True)
    actor = models.CharField(_("actor"), max_length=120)
    audience_path = models.CharField(_("audience path"), max_length=200)
    audience_units = ArrayField(models.BigIntegerField(), default=list, verbose_name=_("audience units"))
    at = models.DateTimeField(_("time"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    data = models.JSONField(_("data"), default=dict)
    schema = models.PositiveSmallIntegerField(_("schema"), default=1)
    prev_hash = models.CharField(_("prev hash"), max_length=64, null=True)
    hash = models.CharField(_("hash"), max_length=64, null=True)
    previous = models.JSONField(_("previous"), null=True)

    objects = JournalQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        constraints = [
            models.CheckConstraint(
                condition=Q(position__isnull=True, hash__isnull=True, prev_hash__isnull=True)
                | Q(position__isnull=False, hash__isnull=False, prev_hash__isnull=False),
                name="journal_numbered_with_its_hash",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(position__isnull=True), name="journal_unnumbered"),
            models.Index(fields=["subject_label", "subject_id", "id"], name="journal_by_subject"),
            models.Index(
                fields=["audience_path", "position"],
                name="journal_by_audience",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
            GinIndex(fields=["audience_units"], name="journal_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.position or '-'} {self.kind} {self.subject_label} {self.subject_id}"


class TopicPosition(models.Model):
    """The position of the last entry that the relay gave to a topic: the next message's `previous`."""

    topic = models.CharField(max_length=64, primary_key=True)
    position = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.topic}: {self.position}"
