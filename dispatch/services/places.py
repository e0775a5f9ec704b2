"""The place of a call, corrected: the ground is found again, the former place kept, units on their way told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dispatch.lifecycle import AssignmentState
from dispatch.models import FormerPlace, Incident
from dispatch.selectors import Picture, times_of
from dispatch.services.calls import point_of
from dispatch.services.recommending import show_recommendation
from dispatch.services.records import CORRECTED_PLACE, forget_told, tell
from dispatch.services.waiting import open_incident
from dispatch.vocabulary import INCIDENT_LABEL, call_number
from patrol.errors import VersionConflict
from patrol.models import Order, Unit, User
from patrol.services import Receiver, send_order
from zones.selectors import ground_at

ON_THE_WAY = frozenset({AssignmentState.ORDERED, AssignmentState.ACKNOWLEDGED, AssignmentState.EN_ROUTE})


@dataclass(frozen=True)
class CorrectedPlace:
    """A call at its new place, who should go there now, and the units that must acknowledge it."""

    incident: Incident
    picture: Picture
    told: tuple[Unit, ...]


@transaction.atomic
def correct_place(
    *,
    incident_id: UUID,
    lon: float,
    lat: float,
    datum: str = "wgs84",
    place: str = "",
    version: int | None = None,
    by: User,
    at: datetime,
) -> CorrectedPlace:
    """Move a call: its zone, beat and recommendation are found again, and the former place is kept.

    Each unit on its way gets an order of its own about it, to be acknowledged; an alarm follows its silence.

    Args:
        lon, lat: degrees in `datum`; kept as WGS-84.
        version: what was on the screen; None says that the last word wins.

    Raises:
        VersionConflict: somebody else corrected it since; has both texts.
        NotAllowed: the call has ended.
        BadInput: no such datum or place on earth.
    """
    point = point_of(lon, lat, datum)
    incident = open_incident(incident_id)
    if version is not None and version != incident.version:
        raise conflict(incident, yours={"place": place, "lon": point.x, "lat": point.y})
    if (incident.point.coords, incident.place) != (point.coords, place):
        keep_former(incident, by=by, at=at)
        incident.point, incident.place, incident.version = point, place, incident.version + 1
        ground = ground_at(point.x, point.y, at=incident.received_at)
        incident.zone_version, incident.beat_version = ground.zone_version, ground.beat_version
        incident.save(update_fields=["point", "place", "zone_version", "beat_version", "version"])
        told = tell_units(incident, by=by, at=at)
        tell_place(incident, told, by=by, at=at)
    else:
        told = []
    return CorrectedPlace(incident, show_recommendation(incident=incident, at=at), tuple(told))


def conflict(incident: Incident, *, yours: dict[str, object]) -> VersionConflict:
    """The refusal that shows what both operators wrote."""
    last = FormerPlace.objects.filter(incident=incident).select_related("corrected_by").order_by("-pk").first()
    who = last.corrected_by.display_name if last else ""
    return VersionConflict(
        _("%(who)s corrected this place meanwhile. Compare both and choose.") % {"who": who or _("Somebody")},
        version=incident.version,
        yours=yours,
        theirs={"place": incident.place, "lon": incident.point.x, "lat": incident.point.y, "by": who},
    )


def keep_former(incident: Incident, *, by: User, at: datetime) -> None:
    FormerPlace.objects.create(
        incident=incident,
        point=incident.point,
        place=incident.place,
        zone_version=incident.zone_version,
        beat_version=incident.beat_version,
        until=at,
        corrected_by=by,
    )


def tell_units(incident: Incident, *, by: User, at: datetime) -> list[Unit]:
    """Order each unit on its way to take note of the new place."""
    going = incident.assignments.active().select_related("unit__organization", "order").order_by("unit")
    units = [assignment.unit for assignment in going if times_of(assignment).state in ON_THE_WAY]
    for unit in units:
        forget_told(incident, unit, by=by, at=at)
        send_order(
            to=Receiver(unit=unit),
            kind=CORRECTED_PLACE,
            subject=(INCIDENT_LABEL, incident.pk),
            text=incident.place or f"{incident.point.y:.5f}, {incident.point.x:.5f}",
            commits=False,
            by=by,
            at=at,
        )
    return units


def tell_place(incident: Incident, units: list[Unit], *, by: User, at: datetime) -> None:
    tell(
        incident,
        "incident.place_corrected",
        *units,
        by=by,
        at=at,
        lon=incident.point.x,
        lat=incident.point.y,
        zone=incident.zone_version.zone.code if incident.zone_version else None,
        beat=incident.beat_version.beat.code if incident.beat_version else None,
        version=incident.version,
    )


def name_call(*, order: Order, at: datetime) -> dict[str, object]:  # noqa: ARG001  (the signature of what follows silence)
    """What an alarm about an order adds that tells of a call."""
    incident = Incident.objects.get(pk=UUID(order.subject_id))
    return {"incident": str(incident.pk), "number": call_number(incident.year, incident.number)}
