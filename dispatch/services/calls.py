"""Calls: taken and noted on."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dispatch.models import Incident, IncidentCounter, IncidentNote, IncidentType
from dispatch.selectors import recommend
from dispatch.services.callers import note_caller
from dispatch.services.direct_report import report, reports_itself
from dispatch.services.recommending import keep
from dispatch.services.records import locked_incident, tell
from dispatch.services.seats import seat_of
from dispatch.vocabulary import IncidentSource, RecommendationMoment
from patrol.errors import BadInput, NotFound
from patrol.models import Organization, User
from zones.datum import UnknownDatum, datum_named, to_wgs84
from zones.selectors import ground_at

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER_BY = timedelta(minutes=1)


@transaction.atomic
def take_call(
    *,
    organization_id: int,
    type_code: str,
    lon: float,
    lat: float,
    datum: str = "wgs84",
    place: str = "",
    priority: int | None = None,
    source: str = IncidentSource.EMERGENCY_LINE.value,
    received_at: datetime | None = None,
    received_measured: bool = False,
    external_id: str | None = None,
    phone: str | None = None,
    seat_id: int | None = None,
    note: str = "",
    by: User,
    at: datetime,
) -> Incident:
    """Take a call: number it, find its zone and beat, and keep who was recommended for it (F41, F44).

    An urgent one in a zone of direct report goes to the leaders with it (F48).
    Whatever is odd about the place (no roads, a river, outside the area or the zones) is a warning of the kept
    recommendation, never a refusal. The same `external_id` again gives the call that is there.

    Args:
        lon, lat: degrees in `datum`, which is `wgs84`, `gcj02` or `bd09`; kept as WGS-84.
        priority: 1 to 4; that of the type where None.
        received_at: when it came in, if that was before `at`.
        received_measured: the phone system told `received_at`; else it is not measured.
        phone: a number to call back, empty where withheld; None: nobody to call back.
        seat_id: the seat that it was taken at, of the same bureau.

    Raises:
        NotFound: no such organization or seat.
        BadInput: no such type, datum or place on earth; a priority or time out of range; no telephone number.
    """
    organization = organization_of(organization_id)
    known = known_call(organization, external_id)
    if known is not None:
        return known
    incident = new_call(
        organization,
        type_code=type_code,
        where=(lon, lat),
        datum=datum,
        place=place,
        priority=priority,
        received_at=received_at or at,
        by=by,
        at=at,
    )
    incident.source, incident.external_id = IncidentSource(source).value, external_id or None
    incident.received_measured = received_measured and received_at is not None
    incident.seat = seat_of(organization, seat_id)
    picture = recommend(incident=incident, at=at)
    known = number(incident)
    if known is not None:
        return known
    incident.save(force_insert=True)
    keep(picture, incident=incident, moment=RecommendationMoment.INTAKE)
    tell_opened(incident, by=by, at=at)
    if phone is not None:
        note_caller(incident, phone, said_at=incident.received_at, by=by, at=at)
    if note.strip():
        write_note(incident, note, by=by, at=at)
    if reports_itself(incident):
        report(incident, by=by, at=at)
    return incident


def new_call(
    organization: Organization,
    *,
    type_code: str,
    where: tuple[float, float],
    datum: str,
    place: str,
    priority: int | None,
    received_at: datetime,
    by: User,
    at: datetime,
) -> Incident:
    """A call with its zone and beat, not yet numbered nor stored; `take_call` tells what each means.

    Raises:
        BadInput: no such type, datum or place on earth; a priority or time out of range.
    """
    incident = Incident(
        organization=organization,
        type=type_of(type_code),
        point=point_of(*where, datum),
        place=place,
        received_at=checked_time(received_at, at=at),
        taken_by=by,
    )
    incident.priority = checked_priority(incident.type.priority if priority is None else priority)
    ground = ground_at(incident.point.x, incident.point.y, at=incident.received_at)
    incident.zone_version, incident.beat_version = ground.zone_version, ground.beat_version
    return incident


def organization_of(organization_id: int) -> Organization:
    """The organization that takes the call.

    Raises:
        NotFound: there is none with this id.
    """
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        raise NotFound(_("There is no such organization."))
    return organization


def known_call(organization: Organization, external_id: str | None) -> Incident | None:
    """The call that was imported under this id before."""
    if not external_id:
        return None
    return Incident.objects.filter(organization=organization, external_id=external_id).first()


def type_of(code: str) -> IncidentType:
    """The type with this code.

    Raises:
        BadInput: there is none.
    """
    kind = IncidentType.objects.filter(code=code).first()
    if kind is None:
        raise BadInput(_("There is no type of call “%(code)s”.") % {"code": code}, type=code)
    return kind


def point_of(lon: float, lat: float, datum: str) -> Point:
    """The place in WGS-84, whatever it was given in.

    Raises:
        BadInput: no such datum, or no place on earth.
    """
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise BadInput(_("Longitude is from -180 to 180 degrees, latitude from -90 to 90."), lon=str(lon), lat=str(lat))
    try:
        lon, lat = to_wgs84(lon, lat, datum_named(datum))
    except UnknownDatum as error:
        raise BadInput(_("Name the datum: wgs84, gcj02 or bd09."), datum=datum) from error
    return Point(float(lon), float(lat), srid=4326)


def checked_time(received_at: datetime, *, at: datetime) -> datetime:
    """When the call came in; a clock that is a little ahead of ours is set back.

    Raises:
        BadInput: in the future, or before there was such a system.
    """
    if not EARLIEST <= received_at <= at + CLOCKS_DIFFER_BY:
        raise BadInput(_("A call came in before now, and not before the year 2000."), received_at=str(received_at))
    return min(received_at, at)


def checked_priority(priority: int) -> int:
    """
    Raises:
        BadInput: not one of 1 to 4.
    """
    if not 1 <= priority <= 4:
        raise BadInput(_("Priority is 1 (most urgent) to 4."), priority=priority)
    return priority


def number(incident: Incident) -> Incident | None:
    """Give the call the next number of its centre and year.

    Others who take a call there wait until this one is stored. If one of them stored the same imported call just
    before, that one is returned and no number is used up.
    """
    year = timezone.localtime(incident.received_at).year
    IncidentCounter.objects.get_or_create(centre=incident.organization, year=year)
    counter = IncidentCounter.objects.select_for_update().get(centre=incident.organization, year=year)
    known = known_call(incident.organization, incident.external_id)
    if known is not None:
        return known
    counter.last += 1
    counter.save(update_fields=["last"])
    incident.year, incident.number = year, counter.last
    return None


def tell_opened(incident: Incident, *, by: User, at: datetime, **more: object) -> None:
    tell(
        incident,
        "incident.opened",
        by=by,
        at=at,
        year=incident.year,
        number=incident.number,
        type=incident.type.code,
        priority=incident.priority,
        lon=incident.point.x,
        lat=incident.point.y,
        zone=incident.zone_version.zone.code if incident.zone_version else None,
        beat=incident.beat_version.beat.code if incident.beat_version else None,
        source=incident.source,
        organization=incident.organization.code,
        **more,
    )


@transaction.atomic
def add_note(*, incident_id: UUID, text: str, by: User, at: datetime) -> IncidentNote:
    """Write down what else is known of a call, open or ended.

    Raises:
        BadInput: nothing was written.
    """
    if not text.strip():
        raise BadInput(_("Write something."))
    return write_note(locked_incident(incident_id), text, by=by, at=at)


def write_note(incident: Incident, text: str, *, by: User, at: datetime) -> IncidentNote:
    """The text stays out of the journal, so that retention can erase it."""
    note = IncidentNote.objects.create(incident=incident, text=text.strip(), by=by, at=at)
    tell(incident, "incident.note_added", by=by, at=at, note=note.pk)
    return note
