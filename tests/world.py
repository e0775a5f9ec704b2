"""Our bureau at work: everything that a door can lead to, each thing once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from shapely.geometry import LineString, MultiPolygon, Point, box

from dispatch import services as calls
from dispatch.models import Assignment, Attachment, Incident, IncidentType
from patrol import services
from patrol.journal import number_entries
from patrol.models import Alarm, Organization, Unit, User
from zones import services as ground
from zones.vocabulary import CautionKind

TYPE = "theft"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64)
PLACE = "The mill by the bridge"  # words that stand in no page but ours


@dataclass(frozen=True)
class World:
    """A call with one unit sent, another unit free, a third off duty, two alarms, one of everything on the ground."""

    incident: Incident
    assignment: Assignment
    attachment: Attachment
    sent: Unit
    free: Unit
    resting: Unit
    alarms: tuple[Alarm, Alarm]
    crew: tuple[User, ...]
    ground: dict[str, UUID]

    @property
    def path_values(self) -> dict[str, object]:
        """A thing of ours for each variable part of an address."""
        return {
            "incident_id": self.incident.pk,
            "assignment_id": self.assignment.pk,
            "attachment_id": self.attachment.pk,
            "order_id": self.assignment.order_id,
            "unit_id": self.sent.pk,
            "alarm_id": self.alarms[0].pk,
            "username": self.crew[0].username,
            **self.ground,
            "zoom": 1,
            "x": 0,
            "y": 0,
        }

    @property
    def marks(self) -> tuple[str, ...]:
        """Texts by which our bureau's things are recognised in an answer."""
        units = (self.sent, self.free, self.resting)
        things = (self.incident.pk, self.assignment.pk, self.attachment.pk, *self.ground.values())
        return (PLACE, *map(str, things), *(unit.call_sign for unit in units))


def build_world(
    bureau: Organization,
    dispatcher: User,
    make_unit: Callable[..., Unit],
    make_person: Callable[..., User],
    now: datetime,
) -> World:
    """Put the bureau to work at the moment `now`."""
    IncidentType.objects.get_or_create(code=TYPE, defaults={"name": "Theft", "priority": 3})
    crew = tuple(make_person(bureau, sworn=sworn) for sworn in (True, False, False))
    sent = make_unit("OURS-SENT", 116.40, 39.90, crew=list(crew))
    incident = calls.take_call(
        organization_id=bureau.pk, type_code=TYPE, lon=116.41, lat=39.91, place=PLACE, by=dispatcher, at=now
    )
    (assignment,) = calls.assign_units(incident_id=incident.pk, unit_ids=[sent.pk], by=dispatcher, at=now)
    picture = ContentFile(PNG)
    alarms = [
        services.raise_alarm(kind=kind, subject=("patrol.unit", sent.pk), organization=bureau, data={}, at=now)
        for kind in ("test.first", "test.second")
    ]
    world = World(
        incident=incident,
        assignment=assignment,
        attachment=calls.attach_file(incident_id=incident.pk, name="mill.png", file=picture, by=dispatcher, at=now),
        sent=sent,
        free=make_unit("OURS-FREE", 116.42, 39.92),
        resting=make_unit("OURS-RESTING", on_duty=False),
        alarms=(alarms[0], alarms[1]),
        crew=crew,
        ground=draw_ground(bureau, dispatcher, now),
    )
    number_entries()
    return world


def draw_ground(bureau: Organization, dispatcher: User, now: datetime) -> dict[str, UUID]:
    """One thing of each kind on the ground, by the names that addresses use."""
    how = {"organization_id": bureau.pk, "by": dispatcher, "at": now}
    area, place = MultiPolygon([box(116.3, 39.8, 116.5, 40.0)]), Point(116.4, 39.9)
    danger = {"kind": CautionKind.WATER, "text": "The mill pond", "expires_at": now + timedelta(days=1)}
    line = LineString([(116.3, 39.9), (116.5, 39.9)])
    drawn = {
        "zone_id": ground.create_zone(code="OURS-ZONE", name="The mill", shape=area, **how),
        "beat_id": ground.create_beat(code="OURS-BEAT", name="The mill", shape=area, **how),
        "point_id": ground.create_point(code="OURS-POINT", name="The mill", kind="standing", place=place, **how),
        "route_id": ground.create_route(code="OURS-ROUTE", name="The mill", mode="car", line=line, **how),
        "caution_id": ground.note_caution(place=place, **danger, **how),
    }
    return {name: thing.pk for name, thing in drawn.items()}
