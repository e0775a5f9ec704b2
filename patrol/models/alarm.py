"""What somebody must act on now."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def open(self) -> "AlarmQuerySet":
        return self.filter(closed_at__isnull=True)

    def locked(self) -> "AlarmQuerySet":
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")


class Alarm(models.Model):
    """An alarm of a desk. Worded in the reader's language from `kind` and `data`; open until closed."""

    kind = models.CharField(_("kind"), max_length=48)
    subject_label = models.CharField(_("subject label"), max_length=64)
    subject_id = models.CharField(_("subject id"), max_length=64)
    organization = models.ForeignKey(
        "patrol.Organization", on_delete=models.PROTECT, related_name="alarms", verbose_name=_("organization")
    )
    data = models.JSONField(_("data"), default=dict)
    raised_at = models.DateTimeField(_("raised at"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="alarms",
        verbose_name=_("owner"),
    )
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)
    snoozed_until = models.DateTimeField(_("snoozed until"), null=True, blank=True)
    snooze_reason = models.CharField(_("snooze reason"), max_length=200, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_label", "subject_id"],
                condition=Q(closed_at__isnull=True),
                name="one_open_alarm_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(owner__isnull=False),
                name="alarm_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until__isnull=True) | ~Q(snooze_reason=""), name="alarm_snoozed_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_label} {self.subject_id}"
