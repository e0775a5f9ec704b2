"""Calls for the police, from intake to close."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dispatch.models.seat import Seat
from dispatch.vocabulary import IncidentLevel, IncidentSource, IncidentStatus, call_number


class IncidentType(models.Model):
    """A kind of call. Priority 1 is the most urgent of 1 to 4."""

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=120)
    priority = models.PositiveSmallIntegerField(_("priority"), default=3)

    class Meta:
        verbose_name = _("type of call")
        verbose_name_plural = _("types of call")
        constraints = [
            models.CheckConstraint(condition=Q(priority__gte=1, priority__lte=4), name="incident_type_priority_1_to_4")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class IncidentCounter(models.Model):
    """The last call number that a centre gave in a year."""

    centre = models.ForeignKey("patrol.Organization", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "year"], name="one_counter_a_centre_and_year")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year}: {self.last}"


class IncidentQuerySet(models.QuerySet["Incident"]):
    def open(self) -> "IncidentQuerySet":
        return self.filter(status=IncidentStatus.OPEN.value)

    def locked(self) -> "IncidentQuerySet":
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")

    def under(self, path: str) -> "IncidentQuerySet":
        """Calls of the organization with this path and of everything below it."""
        return self.filter(organization__path__startswith=path)


class Incident(models.Model):
    """A call. The number is for people (a counter per centre and year), the id for the API.

    `received_at` was told by the phone system where `received_measured`; else it is when somebody began to take the
    call. `level` is how serious it turned out, apart from the priority. It belongs to a `seat`, which signs for it. A
    call that is a duplicate of another is closed, and its callers count as the other's too. It waits on purpose until
    `hold_until`, and stands on top since `returned_at`, when its unit was pulled away. A crew on scene needs another
    unit since `support_asked_at`, until one is sent. `version` grows with every correction.
    """

    SOURCES = [
        (IncidentSource.EMERGENCY_LINE.value, _("Emergency line")),
        (IncidentSource.PATROL.value, _("Found on patrol")),
        (IncidentSource.VIDEO.value, _("Video")),
        (IncidentSource.PARTNER.value, _("Partner")),
        (IncidentSource.ALARM.value, _("Alarm system")),
        (IncidentSource.TRANSFER.value, _("Handed over")),
        (IncidentSource.DRILL.value, _("Drill")),
    ]
    LEVELS = [
        (IncidentLevel.ORDINARY.value, _("Ordinary")),
        (IncidentLevel.COMPLEX.value, _("Complex")),
        (IncidentLevel.MAJOR.value, _("Major")),
    ]
    STATUSES = [
        (IncidentStatus.OPEN.value, _("Open")),
        (IncidentStatus.CLOSED.value, _("Closed")),
        (IncidentStatus.CANCELLED.value, _("Cancelled")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "patrol.Organization", on_delete=models.PROTECT, related_name="incidents", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    type = models.ForeignKey(IncidentType, on_delete=models.PROTECT, related_name="incidents", verbose_name=_("type"))
    priority = models.PositiveSmallIntegerField(_("priority"))
    source = models.CharField(_("source"), max_length=16, choices=SOURCES, default=IncidentSource.EMERGENCY_LINE.value)
    external_id = models.CharField(_("external id"), max_length=64, null=True, blank=True)
    point = models.PointField(_("point"), srid=4326)
    place = models.CharField(_("place"), max_length=200, blank=True)
    zone_version = models.ForeignKey(
        "zones.ZoneVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
        verbose_name=_("zone version"),
    )
    beat_version = models.ForeignKey(
        "zones.BeatVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
        verbose_name=_("beat version"),
    )
    status = models.CharField(_("status"), max_length=16, choices=STATUSES, default=IncidentStatus.OPEN.value)
    level = models.CharField(_("level"), max_length=8, choices=LEVELS, blank=True)
    received_at = models.DateTimeField(_("received at"))
    received_measured = models.BooleanField(_("received time measured"), default=False)
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents", verbose_name=_("seat")
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed by"),
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("duplicate of"),
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("taken by")
    )
    on_paper = models.BooleanField(_("taken on paper"), default=False)
    hold_until = models.DateTimeField(_("on hold until"), null=True, blank=True)
    hold_reason = models.CharField(_("why on hold"), max_length=200, blank=True)
    returned_at = models.DateTimeField(_("given back at"), null=True, blank=True)
    support_asked_at = models.DateTimeField(_("support asked for at"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1)
    first_report_at = models.DateTimeField(_("first report at"), null=True, blank=True)
    controlled_at = models.DateTimeField(_("under control at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    disposition = models.CharField(_("disposition"), max_length=64, blank=True)
    texts_erased_at = models.DateTimeField(_("texts erased at"), null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [
            models.UniqueConstraint(fields=["organization", "year", "number"], name="incident_numbered_once"),
            models.UniqueConstraint(fields=["organization", "external_id"], name="incident_imported_once"),
            models.CheckConstraint(condition=Q(priority__gte=1, priority__lte=4), name="incident_priority_1_to_4"),
            models.CheckConstraint(
                condition=Q(status=IncidentStatus.OPEN.value, ended_at__isnull=True)
                | Q(status__in=[IncidentStatus.CLOSED.value, IncidentStatus.CANCELLED.value], ended_at__isnull=False),
                name="incident_ended_when_not_open",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("received_at")),
                name="incident_ends_after_it_came",
            ),
            models.CheckConstraint(
                condition=Q(controlled_at__isnull=True)
                | Q(first_report_at__isnull=False, controlled_at__gte=F("first_report_at")),
                name="incident_controlled_after_its_report",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", *[level.value for level in IncidentLevel]]), name="incident_level_known"
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")), name="incident_duplicates_another"
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "received_at"], condition=Q(status=IncidentStatus.OPEN.value), name="incident_open"
            ),
            models.Index(fields=["-received_at"], name="incident_newest"),
            models.Index(
                fields=["ended_at"],
                condition=Q(ended_at__isnull=False, texts_erased_at__isnull=True),
                name="incident_with_texts",
            ),
        ]

    def __str__(self) -> str:
        return call_number(self.year, self.number)


class IncidentNote(models.Model):
    """Narrative of a call, apart from the journal. Retention erases its text; the row stays."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="notes", verbose_name=_("incident"))
    text = models.TextField(_("text"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("time"))
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [models.Index(fields=["at"], condition=Q(erased_at__isnull=True), name="note_not_erased")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.at:%H:%M:%S}"
