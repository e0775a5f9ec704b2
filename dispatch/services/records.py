"""What every write to a call shares: the lock, the journal."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dispatch.models import Incident
from dispatch.vocabulary import INCIDENT_LABEL
from patrol.errors import BadInput, NotFound
from patrol.journal import audience_of, record
from patrol.models import CrewMember, Order, Unit, User
from patrol.prepared import Prepared
from patrol.services import complete

CORRECTED_PLACE = "corrected_place"
ON_SCENE_PROMPT = "on_scene_prompt"
LOCKED_CALL = Prepared(
    lambda incident_id: Incident.objects.locked().select_related("organization", "type").filter(pk=incident_id), UUID
)

LOCKED_UNIT = Prepared(
    lambda unit_id: Unit.objects.locked().select_related("organization", "template").filter(pk=unit_id), int
)
ABOARD = Prepared(lambda unit: CrewMember.objects.filter(left_at__isnull=True, shift__unit=unit), int)
TOLD_BESIDES = Prepared(
    lambda unit, incident: (
        Order.objects.open()
        .locked()
        .filter(unit=unit, kind__in=[CORRECTED_PLACE, ON_SCENE_PROMPT], subject_id=incident)
    ),
    int,
    str,
)


def locked_incident(incident_id: UUID) -> Incident:
    """The call, locked for change. Raises as `ask_locked_incident`."""
    return ask_locked_incident(incident_id)()


def ask_locked_incident(incident_id: UUID) -> Callable[[], Incident]:
    """Ask for the call, locked for change; what comes back waits for it.

    Raises:
        NotFound: (when waiting) there is none with this id.
    """
    found = LOCKED_CALL.ask(incident_id)

    def answer() -> Incident:
        incident = next(iter(found()), None)
        if incident is None:
            raise NotFound(_("There is no such call."))
        return incident

    return answer


def locked_units(unit_ids: Sequence[int]) -> list[Unit]:
    """The units, locked in the order of their ids. Raises as `ask_locked_units`."""
    return ask_locked_units(unit_ids)()


def ask_locked_units(unit_ids: Sequence[int]) -> Callable[[], list[Unit]]:
    """Ask for the units, locked in the order of their ids, and who rides in them; what comes back waits for them.

    Raises:
        BadInput: none named, or one named twice.
        NotFound: (when waiting) one is unknown.
    """
    if not unit_ids or len(set(unit_ids)) != len(unit_ids):
        raise BadInput(_("Name the units to send, each once."), units=list(unit_ids))
    asked = [(LOCKED_UNIT.ask(unit_id), ABOARD.ask(unit_id)) for unit_id in sorted(unit_ids)]

    def answer() -> list[Unit]:
        units = []
        for found, aboard in asked:
            for unit in found():
                unit.aboard = tuple(member.user_id for member in aboard())
                units.append(unit)
        if len(units) != len(unit_ids):
            unknown = sorted(set(unit_ids) - {unit.pk for unit in units})
            raise NotFound(_("There is no such unit."), units=unknown)
        return units

    return answer


def told_besides(incident: Incident, unit: Unit, *kinds: str) -> list[Order]:
    """What a unit was told about a call beside being sent, and is not over; locked."""
    orders = [order for order in TOLD_BESIDES.all(unit.pk, str(incident.pk)) if order.kind in kinds]
    for order in orders:
        order.unit = unit
    return orders


def forget_told(incident: Incident, unit: Unit, *, by: User, at: datetime) -> None:
    """Corrected places of a call and what its crew was asked are overtaken: nobody waits for its word on them."""
    for order in told_besides(incident, unit, CORRECTED_PLACE, ON_SCENE_PROMPT):
        complete(order, by=by, at=at)


def tell(incident: Incident, kind: str, *units: Unit, by: User | None, at: datetime, **facts: object) -> None:
    """Journal a fact of the call, for those who watch its organization and for the crews of the units."""
    record(
        kind,
        subject=(INCIDENT_LABEL, incident.pk),
        audience=audience_of(incident.organization, *units),
        by=by,
        at=at,
        incident=str(incident.pk),
        **facts,
    )
