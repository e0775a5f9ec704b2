"""A force and a ground for the made-up city, by the same services that a person's own acts call."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from patrol.errors import NotAllowed
from patrol.models import Organization, Unit, User
from patrol.services import (
    change_person,
    create_first_administrator,
    fault_in_words,
    import_force,
    set_password,
)
from zones.demo_city import CityPlan
from zones.demo_city.force import ADMINISTRATOR, BUREAU, FILE_NAME, Force
from zones.services.beats import create_beat
from zones.services.cautions import note_caution
from zones.services.home_beats import set_home_beat
from zones.services.points import create_point
from zones.services.routes import create_route
from zones.services.zones import create_zone
from zones.vocabulary import PointKind

CAUTIONS_LAST = timedelta(days=90)


def demo_is_there() -> bool:
    return Organization.objects.filter(code=BUREAU).exists()


@transaction.atomic
def seed_demo(*, city: CityPlan, passwords: Mapping[str, str], at: datetime) -> None:
    """Give an empty system the force and the ground of a made-up city, all or nothing. Every unit is signed on.

    Args:
        passwords: of everybody in `Force.log_ins`.

    Raises:
        NotAllowed: a force is there already.
    """
    if Organization.objects.exists() or Unit.objects.exists():
        raise NotAllowed(_("There is a force in this system already. The demo needs an empty one."))
    force = Force(city.wards)
    username, name = ADMINISTRATOR
    by = create_first_administrator(username=username, password=passwords[username], at=at)
    done = import_force(content=force.file(passwords), file_name=FILE_NAME, dry_run=False, sign_on=True, by=by, at=at)
    if not done.kept:
        raise NotAllowed("; ".join(str(fault_in_words(fault)) for fault in done.faults[:3]))
    seeder = _Seeder(city, force, by=by, at=at)
    change_person(
        user_id=by.pk, display_name=name, organization_id=seeder.organization(BUREAU), sworn=False, active=True,
        by=by, at=at,
    )  # fmt: skip
    seeder.seed()


@transaction.atomic
def renew_demo_passwords(*, passwords: Mapping[str, str], at: datetime) -> None:
    """New passwords for the people of the demo, when nobody knows the old ones.

    Raises:
        NotAllowed: there is no demo in this system.
    """
    by = User.objects.filter(username=ADMINISTRATOR[0]).first()
    if by is None or not demo_is_there():
        raise NotAllowed(_("There is no demo in this system."))
    for person in User.objects.filter(username__in=passwords).order_by("pk"):
        set_password(user_id=person.pk, password=passwords[person.username], by=by, at=at)


class _Seeder:
    """Draws beats, zones, points, routes and cautions; by code, it knows what it has drawn."""

    def __init__(self, city: CityPlan, force: Force, *, by: User, at: datetime) -> None:
        self._city, self._force, self._by, self._at = city, force, by, at
        self._organizations = dict(Organization.objects.values_list("code", "pk"))
        self._units = dict(Unit.objects.values_list("call_sign", "pk"))
        self._zones: dict[str, UUID] = {}

    def organization(self, code: str) -> int:
        return self._organizations[code]

    def seed(self) -> None:
        self._draw_beats()
        self._draw_zones()
        self._set_points()
        self._draw_routes()
        self._note_cautions()

    def _draw_beats(self) -> None:
        beats = {
            ward.code: create_beat(
                code=ward.code,
                name=ward.name.zh,
                shape=self._city.on_map(ward.shape),
                organization_id=self.organization(ward.parent),
                by=self._by,
                at=self._at,
            ).pk
            for ward in self._city.wards.beats
        }
        for unit in self._force.units:
            set_home_beat(unit_id=self._units[unit.call_sign], beat_id=beats[unit.beat], by=self._by, at=self._at)

    def _draw_zones(self) -> None:
        for zone in self._city.guard.zones:
            self._zones[zone.code] = create_zone(
                code=zone.code,
                name=zone.name,
                shape=self._city.on_map(zone.shape),
                organization_id=self.organization(BUREAU),
                zone_class=zone.zone_class.value,
                ring=zone.ring.value,
                priority=zone.priority,
                parent_id=self._zones.get(zone.parent),
                by=self._by,
                at=self._at,
            ).pk

    def _set_points(self) -> None:
        """A foot unit answers for a post, a car for a point to be visited."""
        units = {(unit.station, unit.kind.word): unit.call_sign for unit in self._force.units}
        for point in self._city.guard.points:
            standing = point.kind is PointKind.STANDING
            create_point(
                code=point.code,
                name=point.name,
                kind=point.kind.value,
                place=self._city.on_map(point.place),
                organization_id=self.organization(point.station),
                zone_id=self._zones.get(point.zone),
                dwell_s=1800 if standing else 300,
                max_gap_s=4 * 3600 if standing else 2 * 3600,
                responsible_unit_id=self._units[units[point.station, "步" if standing else "车"]],
                priority=point.priority,
                by=self._by,
                at=self._at,
            )

    def _draw_routes(self) -> None:
        for route in self._city.guard.routes:
            create_route(
                code=route.code,
                name=route.name,
                line=self._city.on_map(route.line),
                mode=route.mode,
                organization_id=self.organization(BUREAU),
                zone_id=self._zones[route.zone],
                by=self._by,
                at=self._at,
            )

    def _note_cautions(self) -> None:
        for caution in self._city.guard.cautions:
            note_caution(
                place=self._city.on_map(caution.place),
                text=caution.text,
                kind=caution.kind,
                organization_id=self.organization(caution.station),
                expires_at=self._at + CAUTIONS_LAST,
                by=self._by,
                at=self._at,
            )
