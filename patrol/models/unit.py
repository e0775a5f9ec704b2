"""Units, what they should be crewed with, and who rides in them now."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from patrol.models.alarm import Alarm
from patrol.models.order import Order
from patrol.models.organization import Organization
from patrol.models.user import User
from patrol.vocabulary import DISPATCHABLE_STATUSES, HELP, TravelMode, UnitStatus

MODES = [
    (TravelMode.CAR.value, _("Car")),
    (TravelMode.BICYCLE.value, _("E-bike")),
    (TravelMode.FOOT.value, _("On foot")),
]


class UnitTemplate(models.Model):
    """The crew a kind of unit should have: 1+2 ordinary, 2+2 armed, and what a planner adds (F12)."""

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=80)
    min_sworn = models.PositiveSmallIntegerField(_("sworn officers at least"))
    min_auxiliary = models.PositiveSmallIntegerField(_("auxiliaries at least"))
    armed = models.BooleanField(_("armed"), default=False)
    mode = models.CharField(_("moves by"), max_length=8, choices=MODES, default=TravelMode.CAR.value)

    class Meta:
        verbose_name = _("unit template")
        verbose_name_plural = _("unit templates")
        constraints = [
            models.CheckConstraint(condition=Q(min_sworn__gte=1), name="template_needs_a_sworn_officer"),
            models.CheckConstraint(
                condition=Q(mode__in=[mode.value for mode in TravelMode]), name="template_mode_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.min_sworn}+{self.min_auxiliary})"


class UnitQuerySet(models.QuerySet["Unit"]):
    def locked(self) -> "UnitQuerySet":
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")

    def under(self, path: str) -> "UnitQuerySet":
        """Units of the organization with this path and of everything below it."""
        return self.filter(organization__path__startswith=path)

    def with_commitment(self) -> "UnitQuerySet":
        """Adds `committed`: whether the unit has an open committing order."""
        return self.annotate(committed=Exists(Order.objects.committing().filter(unit=OuterRef("pk"))))

    def with_help(self) -> "UnitQuerySet":
        """Adds `help`: whether the crew has called for help and nobody has said since that it is safe."""
        called = Alarm.objects.open().filter(
            kind=HELP, subject_label="patrol.unit", subject_id=Cast(OuterRef("pk"), models.CharField())
        )
        return self.annotate(help=Exists(called))

    def dispatchable(self) -> "UnitQuerySet":
        """On the street, with a sworn officer, without an open committing order (F12, F44)."""
        return self.filter(
            ~Exists(Order.objects.committing().filter(unit=OuterRef("pk"))),
            status__in=[status.value for status in DISPATCHABLE_STATUSES],
            sworn_on_crew__gte=1,
        )


class Unit(models.Model):
    """A unit that can be sent. The crew counts are kept by the services that change the crew."""

    STATUSES = [
        (UnitStatus.OFF_DUTY.value, _("Off duty")),
        (UnitStatus.PATROL.value, _("On patrol")),
        (UnitStatus.POST.value, _("At a post")),
        (UnitStatus.STANDBY.value, _("On standby")),
        (UnitStatus.RETURNING.value, _("Returning")),
        (UnitStatus.TRANSPORTING.value, _("Transporting")),
        (UnitStatus.MEAL.value, _("At a meal")),
        (UnitStatus.REFUEL.value, _("Refuelling")),
        (UnitStatus.PAPERWORK.value, _("Doing paperwork")),
        (UnitStatus.TRAINING.value, _("In training")),
        (UnitStatus.BUSY.value, _("Busy")),
        (UnitStatus.BREAKDOWN.value, _("Broken down")),
        (UnitStatus.OUT_OF_SERVICE.value, _("Out of service")),
    ]

    call_sign = models.CharField(_("call sign"), max_length=32, unique=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="units", verbose_name=_("organization")
    )
    template = models.ForeignKey(
        UnitTemplate, on_delete=models.PROTECT, related_name="units", verbose_name=_("template")
    )
    mode = models.CharField(_("moves by"), max_length=8, choices=MODES, default=TravelMode.CAR.value)
    status = models.CharField(_("status"), max_length=16, choices=STATUSES, default=UnitStatus.OFF_DUTY.value)
    status_until = models.DateTimeField(_("expected back at"), null=True, blank=True, editable=False)
    sworn_on_crew = models.PositiveSmallIntegerField(_("sworn on crew"), default=0, editable=False)
    auxiliaries_on_crew = models.PositiveSmallIntegerField(_("auxiliaries on crew"), default=0, editable=False)
    aboard: tuple[int, ...] = ()  # who rides in it now, once it is locked to be sent

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in UnitStatus]), name="unit_status_known"
            ),
            models.CheckConstraint(condition=Q(mode__in=[mode.value for mode in TravelMode]), name="unit_mode_known"),
        ]
        indexes = [models.Index(fields=["status"], name="unit_by_status")]

    def __str__(self) -> str:
        return self.call_sign


class Shift(models.Model):
    """One sign-on of a unit: vehicle, radio and crew from `starts_at` to `ends_at` (open while null)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="shifts", verbose_name=_("unit"))
    vehicle = models.CharField(_("vehicle"), max_length=32, blank=True)
    radio = models.CharField(_("radio"), max_length=32, blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(ends_at__isnull=True), name="one_open_shift_a_unit"),
            models.UniqueConstraint(
                fields=["vehicle"], condition=Q(ends_at__isnull=True) & ~Q(vehicle=""), name="one_open_shift_a_vehicle"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=models.F("starts_at")),
                name="shift_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts_at"], name="shift_by_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} from {self.starts_at:%Y-%m-%d %H:%M}"


class CrewMember(models.Model):
    """A person on a shift, from `joined_at` to `left_at` (aboard while null)."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="crew", verbose_name=_("shift"))
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="crewings", verbose_name=_("user"))
    joined_at = models.DateTimeField(_("joined at"))
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    class Meta:
        verbose_name = _("crew member")
        verbose_name_plural = _("crew members")
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(left_at__isnull=True), name="one_crew_a_person"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=models.F("joined_at")),
                name="crew_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.shift_id}"
