"""One inbox for everything a unit, a person or a desk is told."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OrderQuerySet(models.QuerySet["Order"]):
    def open(self) -> "OrderQuerySet":
        return self.filter(closed_at__isnull=True)

    def committing(self) -> "OrderQuerySet":
        """Open orders that bind their unit: at most one a unit."""
        return self.filter(commits=True, closed_at__isnull=True)

    def locked(self) -> "OrderQuerySet":
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")


class Order(models.Model):
    """What somebody was told, and when it was delivered, seen, acknowledged and done.

    The higher app's row points down to it. `subject_label` and `subject_id` name that app's subject without a
    foreign key: the force has never heard of it. An open order that commits excludes every other of its unit.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        "patrol.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("unit")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("person"),
    )
    desk = models.ForeignKey(
        "patrol.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("desk"),
    )
    kind = models.CharField(_("kind"), max_length=32)
    subject_label = models.CharField(_("subject label"), max_length=64)
    subject_id = models.CharField(_("subject id"), max_length=64)
    text = models.TextField(_("text"), blank=True)
    commits = models.BooleanField(_("commits"), default=False)
    answer_by = models.DateTimeField(_("answer by"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="orders_sent",
        verbose_name=_("sent by"),
    )
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(commits=True, closed_at__isnull=True), name="one_committing_order_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, person__isnull=True, desk__isnull=True)
                | Q(unit__isnull=True, person__isnull=False, desk__isnull=True)
                | Q(unit__isnull=True, person__isnull=True, desk__isnull=False),
                name="order_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, done_at__isnull=True, withdrawn_at__isnull=True)
                | Q(closed_at__isnull=False, done_at__isnull=False, withdrawn_at__isnull=True)
                | Q(closed_at__isnull=False, done_at__isnull=True, withdrawn_at__isnull=False),
                name="order_closes_done_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(seen_at__isnull=False, delivered_at__isnull=False),
                name="order_acknowledged_was_seen",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "sent_at"], name="order_by_unit"),
            models.Index(fields=["subject_label", "subject_id"], name="order_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
