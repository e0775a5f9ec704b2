"""Zones and beats from files: a shape that changed gets a new version, and what happened keeps the old one."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.contrib.gis.geos import MultiPolygon as StoredShape
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from shapely.geometry import MultiPolygon

from patrol.errors import NotAllowed, NotFound, Refused
from patrol.journal import audience_of, record
from patrol.models import Organization, User
from zones.datum import Datum
from zones.models import Beat, Zone
from zones.services.shape_file import NamedShape, ShapeFault, read_shapes

WGS84 = 4326


class Outcome(StrEnum):
    CREATED = "created"
    RESHAPED = "reshaped"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass
class ShapeImport:
    """What an import did. With faults nothing was kept. `mended` lists the codes whose shapes were put right."""

    faults: list[ShapeFault]
    tally: Counter[Outcome] = field(default_factory=Counter)
    mended: list[str] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        return not self.faults


@dataclass(frozen=True)
class Import:
    """For whom, by whom and when."""

    organization: Organization
    by: User
    at: datetime


Keep = Callable[[NamedShape, Import], Outcome]


def import_zones(
    *,
    content: bytes,
    datum: Datum,
    code_field: str,
    name_field: str,
    mend: bool,
    organization_id: int,
    by: User,
    at: datetime,
) -> ShapeImport:
    """Bring the zones of a GeoJSON file into the system, all or none (F01).

    A zone whose shape differs gets its next version from `at` on; the version before ends then, and calls that fell
    in it keep it. Zones that the file does not name stay as they are.

    Args:
        content: a FeatureCollection of polygons, longitude and latitude in degrees of `datum`.
        code_field, name_field: the properties that hold code and name; `zone_class`, `ring` and `priority` are
            taken where the file has them.
        mend: put broken rings right instead of refusing them.

    Raises:
        NotFound: no such organization.
    """
    shapes, faults = read_shapes(content, datum=datum, code_field=code_field, name_field=name_field, mend=mend)
    return _import(shapes, faults, _keep_zone, organization_id=organization_id, by=by, at=at)


def import_beats(
    *,
    content: bytes,
    datum: Datum,
    code_field: str,
    name_field: str,
    mend: bool,
    organization_id: int,
    by: User,
    at: datetime,
) -> ShapeImport:
    """Bring the beats of a GeoJSON file into the system (F09); as `import_zones`."""
    shapes, faults = read_shapes(content, datum=datum, code_field=code_field, name_field=name_field, mend=mend)
    return _import(shapes, faults, _keep_beat, organization_id=organization_id, by=by, at=at)


def _import(
    shapes: list[NamedShape], faults: list[ShapeFault], keep: Keep, *, organization_id: int, by: User, at: datetime
) -> ShapeImport:
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        raise NotFound(_("There is no such organization."), organization=organization_id)
    done = ShapeImport(faults=faults, mended=[shape.code for shape in shapes if shape.mended])
    with transaction.atomic():
        for shape in sorted(shapes, key=lambda shape: shape.code):
            try:
                done.tally[keep(shape, Import(organization, by, at))] += 1
            except Refused as refusal:
                done.faults.append(ShapeFault(shape.number, shape.code, refusal.message))
        if done.faults:
            transaction.set_rollback(True)
    done.faults.sort(key=lambda fault: fault.feature)
    return done


def _keep_zone(shape: NamedShape, task: Import) -> Outcome:
    facts: dict[str, Any] = {"name": shape.name, "retired_at": None}
    given = {"zone_class": shape.zone_class, "ring": shape.ring, "priority": shape.priority}
    facts |= {name: value for name, value in given.items() if value is not None}
    zone = Zone.objects.select_for_update(no_key=True).filter(code=shape.code).first()
    if zone is None:
        zone = Zone.objects.create(code=shape.code, organization=task.organization, **facts)
        return _keep_shape(zone, shape, task, Outcome.CREATED)
    return _keep_shape(zone, shape, task, _keep_facts(zone, facts, task))


def _keep_beat(shape: NamedShape, task: Import) -> Outcome:
    facts = {"name": shape.name, "retired_at": None}
    beat = Beat.objects.select_for_update(no_key=True).filter(code=shape.code).first()
    if beat is None:
        beat = Beat.objects.create(code=shape.code, organization=task.organization, **facts)
        return _keep_shape(beat, shape, task, Outcome.CREATED)
    return _keep_shape(beat, shape, task, _keep_facts(beat, facts, task))


def _keep_facts(place: Zone | Beat, facts: dict[str, Any], task: Import) -> Outcome:
    """Write what differs.

    Raises:
        NotAllowed: the code names a place of another organization.
    """
    if place.organization_id != task.organization.pk:
        raise NotAllowed(_("The code belongs to %(organization)s already.") % {"organization": place.organization.name})
    different = {name: value for name, value in facts.items() if getattr(place, name) != value}
    for name, value in different.items():
        setattr(place, name, value)
    if not different:
        return Outcome.UNCHANGED
    place.save(update_fields=list(different))
    return Outcome.CHANGED


def _keep_shape(place: Zone | Beat, named: NamedShape, task: Import, outcome: Outcome) -> Outcome:
    """Open the next version of the shape if it differs from the current one, and journal what happened."""
    current = place.versions.filter(valid_to__isnull=True).first()
    if current is None or not _same(current.shape, named.shape):
        if current is not None:
            if task.at <= current.valid_from:
                raise NotAllowed(_("The shape has changed since. Import again."))
            current.valid_to = task.at
            current.save(update_fields=["valid_to"])
            outcome = Outcome.RESHAPED
        last = place.versions.aggregate(last=Max("number"))["last"] or 0
        shape = cast(StoredShape, GEOSGeometry(memoryview(named.shape.wkb), srid=WGS84))
        current = place.versions.create(number=last + 1, shape=shape, valid_from=task.at)
    if outcome is not Outcome.UNCHANGED:
        _note(place, outcome, task, version=current.number)
    return outcome


def _same(stored: GEOSGeometry, given: MultiPolygon) -> bool:
    """Whether two shapes have the same vertices, wherever their rings begin."""
    return bool(shapely.from_wkb(bytes(stored.wkb)).normalize().equals_exact(given.normalize(), tolerance=0))


def _note(place: Zone | Beat, outcome: Outcome, task: Import, *, version: int) -> None:
    noun = "zone" if isinstance(place, Zone) else "beat"
    record(
        f"{noun}.{outcome.value}",
        subject=(f"zones.{noun}", place.pk),
        audience=audience_of(task.organization),
        by=task.by,
        at=task.at,
        **{noun: str(place.pk)},
        code=place.code,
        version=version,
    )
