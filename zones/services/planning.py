"""What every act on the ground begins and ends with: look up, lock, check, write, journal."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from shapely.geometry import LineString, MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from patrol.errors import BadInput, NotAllowed, NotFound
from patrol.journal import audience_of, record
from patrol.models import JournalEntry, Organization, Unit, User
from zones import ground_file
from zones.datum import Datum
from zones.errors import ChangedMeanwhile, CodeTaken, StillUsed
from zones.ground_file import Faulty
from zones.models import Beat, Caution, Route, Zone
from zones.models import Point as PatrolPoint
from zones.services.fault_words import bad_shape
from zones.vocabulary import MOST_PRIORITY

WGS84 = 4326
NAMED_AT_MOST = 5
TOLERANCE_M = 1.0  # snapped borders differ by rounding

Area = Zone | Beat
Planned = Zone | Beat | PatrolPoint | Route


def organization_with(organization_id: int) -> Organization:
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        raise NotFound(_("There is no such organization."), organization=organization_id)
    return organization


def in_line(one: Organization, other: Organization) -> bool:
    """Whether one organization is the other, above it or below it."""
    mine, theirs = one.path or "", other.path or ""
    return mine.startswith(theirs) or theirs.startswith(mine)


def zone_for(zone_id: UUID, organization: Organization) -> Zone:
    """The zone, if it is in use and in the organization's line."""
    zone = Zone.objects.select_related("organization").filter(pk=zone_id, retired_at__isnull=True).first()
    if zone is None or not in_line(zone.organization, organization):
        raise NotFound(_("There is no such zone."), zone=str(zone_id))
    return zone


def unit_for(unit_id: int, organization: Organization) -> Unit:
    """The unit, if it is in the organization's line."""
    unit = Unit.objects.select_related("organization").filter(pk=unit_id).first()
    if unit is None or not in_line(unit.organization, organization):
        raise NotFound(_("There is no such unit."), unit=unit_id)
    return unit


def locked[Thing: (Zone, Beat, PatrolPoint, Route)](model: type[Thing], pk: UUID) -> Thing:
    """The thing, locked until the end of the transaction.

    Raises:
        NotFound: there is none.
        NotAllowed: it is out of use.
    """
    thing = model._default_manager.select_for_update(no_key=True).filter(pk=pk).first()
    if thing is None:
        raise NotFound(_("There is no such thing."), id=str(pk))
    if thing.retired_at is not None:
        raise NotAllowed(_("%(name)s is out of use.") % {"name": thing.name})
    return thing


def drawn(given: object, datum: Datum) -> BaseGeometry:
    """A GeoJSON geometry given in `datum`, in WGS-84.

    Raises:
        BadShape: it cannot be read.
    """
    try:
        return ground_file.drawn(given, datum)
    except Faulty as fault:
        raise bad_shape(fault) from fault


def checked_area(shape: BaseGeometry) -> MultiPolygon:
    """The area, or BadShape with what is wrong and where."""
    try:
        return ground_file.area_of(shape)[0]
    except Faulty as fault:
        raise bad_shape(fault) from fault


def checked_line(shape: BaseGeometry) -> LineString:
    try:
        return ground_file.line_of(shape)
    except Faulty as fault:
        raise bad_shape(fault) from fault


def checked_place(shape: BaseGeometry) -> Point:
    try:
        return ground_file.place_of(shape)
    except Faulty as fault:
        raise bad_shape(fault) from fault


def stored(shape: BaseGeometry) -> Any:
    """A Shapely geometry as a field holds it."""
    return GEOSGeometry(memoryview(shape.wkb), srid=WGS84)


def loaded(shape: object) -> BaseGeometry:
    """What a field holds as a Shapely geometry."""
    return shapely.from_wkb(bytes(cast("GEOSGeometry", shape).wkb))


def refuse_stale(thing: Planned, seen: int | None, now: int) -> None:
    """Refuse a change that was made to an older version than there is now, and say who was faster."""
    if seen is None or seen == now:
        return
    facts = JournalEntry.objects.filter(subject_label=f"zones.{thing._meta.model_name}", subject_id=str(thing.pk))
    last = facts.order_by("-pk").values_list("actor", flat=True).first()
    raise ChangedMeanwhile(
        _("%(name)s was changed meanwhile by %(who)s. Look at it as it is now, and change that.")
        % {"name": thing.name, "who": last or "-"},
        seen=seen,
        version=now,
        who=last or "",
    )


def refuse_odd_priority(priority: int) -> None:
    if not 1 <= priority <= MOST_PRIORITY:
        raise BadInput(_("priority is a whole number from 1, the most urgent, to 9."))


def created[Thing: (Zone, Beat, PatrolPoint, Route)](model: type[Thing], **facts: Any) -> Thing:
    """A new row.

    Raises:
        CodeTaken: there is one with the code already.
    """
    try:
        with transaction.atomic():
            return model._default_manager.create(**facts)
    except IntegrityError as error:
        raise _code_taken(model, facts["code"], error) from error


def changed(thing: Planned, changes: Mapping[str, Any]) -> list[str]:
    """Set what differs, unsaved, and name it."""
    different = [name for name, value in changes.items() if getattr(thing, name) != value]
    for name in different:
        setattr(thing, name, changes[name])
    return different


def saved(thing: Planned, *names: str) -> None:
    """Write the named fields.

    Raises:
        CodeTaken: there is another one with the code already.
    """
    try:
        with transaction.atomic():
            thing.save(update_fields=names)
    except IntegrityError as error:
        raise _code_taken(type(thing), thing.code, error, besides=thing.pk) from error


def taken_out[Thing: (Zone, Beat, PatrolPoint, Route)](
    thing: Thing, *, still_needed_by: Sequence[str] = (), by: User, at: datetime
) -> Thing:
    """Take a locked thing out of use; it stays on record.

    Raises:
        StillUsed: something needs it; names the first few.
    """
    if still_needed_by:
        names = ", ".join(still_needed_by[:NAMED_AT_MOST])
        raise StillUsed(_("%(name)s is still needed by: %(names)s.") % {"name": thing.name, "names": names})
    thing.retired_at = at
    if isinstance(thing, PatrolPoint | Route):
        saved_anew(thing, "retired_at")
    else:
        saved(thing, "retired_at")
    note(thing, "retired", by=by, at=at, code=thing.code)
    return thing


def saved_anew(thing: PatrolPoint | Route, *names: str) -> None:
    """Write the named fields as the next version."""
    thing.version += 1
    saved(thing, *names, "version")


def _code_taken(model: type[Planned], code: str, error: IntegrityError, *, besides: UUID | None = None) -> Exception:
    others = model._default_manager.filter(code=code)
    if not (others.exclude(pk=besides) if besides else others).exists():
        return error  # another rule of the database: a bug of ours
    return CodeTaken(
        _("There is a %(kind)s with the code %(code)s already.") % {"kind": model._meta.verbose_name, "code": code},
        code=code,
    )


def version_of(area: Area) -> int:
    """The number of the shape that holds now."""
    return int(area.versions.aggregate(last=Max("number"))["last"] or 0)


def reshaped(area: Area, shape: MultiPolygon, *, at: datetime) -> bool:
    """Open the next version of the shape if it differs from the current one; whether it did.

    Raises:
        NotAllowed: the current one began later than `at`.
    """
    current = area.versions.filter(valid_to__isnull=True).first()
    if current is not None:
        if ground_file.is_same(loaded(current.shape), shape):
            return False
        if at <= current.valid_from:
            raise NotAllowed(_("The shape has changed since. Import again."))
        current.valid_to = at
        current.save(update_fields=["valid_to"])
    area.versions.create(number=version_of(area) + 1, shape=stored(shape), valid_from=at)
    return True


def shape_now(area: Area) -> BaseGeometry:
    """The shape that holds now."""
    return loaded(area.versions.get(valid_to__isnull=True).shape)


def note(thing: Planned | Caution, what: str, *, by: User, at: datetime, **facts: object) -> None:
    """Journal one fact about a thing of the ground, for everybody over its organization."""
    noun = thing._meta.model_name or ""
    record(
        f"{noun}.{what}",
        subject=(f"zones.{noun}", thing.pk),
        audience=audience_of(thing.organization),
        by=by,
        at=at,
        **{noun: str(thing.pk)},
        **facts,
    )
