"""A crew that stays long on scene in a core ring is asked what it needs, and asks for support (F43)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dispatch.lifecycle import AssignmentState
from dispatch.models import Assignment
from dispatch.selectors import times_of
from dispatch.services.records import ON_SCENE_PROMPT, tell, told_besides
from dispatch.services.stepping import locked_assignment
from dispatch.services.waiting import SUPPORT_ASKED, ring
from dispatch.vocabulary import INCIDENT_LABEL
from patrol.clocks import AT_ONCE, Said
from patrol.clocks import facts_of as clock_facts
from patrol.errors import NotAllowed
from patrol.models import User
from patrol.services import Receiver, acknowledge, checked_moment, send_order


@transaction.atomic
def prompt_crew(*, subject_id: str, at: datetime) -> None:
    """The unit is on scene as long as settings allow: its crew is to finish, take away, or ask for support."""
    assignment = locked_assignment(UUID(subject_id))
    if times_of(assignment).state is AssignmentState.ON_SCENE:
        send_order(
            to=Receiver(unit=assignment.unit),
            kind=ON_SCENE_PROMPT,
            subject=(INCIDENT_LABEL, assignment.incident_id),
            text=str(assignment.incident),
            commits=False,
            by=None,
            at=at,
        )


@transaction.atomic
def ask_support(*, assignment_id: UUID, by: User, at: datetime, said: Said = AT_ONCE) -> Assignment:
    """The crew on scene needs another unit: what it was asked is answered, and an alarm rings on the call's desk.

    The alarm lasts until a unit is sent to the call, or it ends; asked again meanwhile, nothing changes.

    Args:
        said: when it happened, by the device's clock or as an operator heard it by radio.

    Raises:
        NotFound: no such assignment.
        NotAllowed: the unit is not on scene.
        BadInput: stated in the future, or before the dispatch.
    """
    assignment = locked_assignment(assignment_id)
    incident, unit = assignment.incident, assignment.unit
    if times_of(assignment).state is not AssignmentState.ON_SCENE:
        raise NotAllowed(_("The unit is not on scene: only from there it asks for support."), unit=unit.pk)
    moment = checked_moment(said, at=at, not_before=assignment.assigned_at)
    for order in told_besides(incident, unit, ON_SCENE_PROMPT):
        acknowledge(order, by=by, at=at, moment=max(moment, order.sent_at), said=said)
    if incident.support_asked_at is None:
        incident.support_asked_at = moment
        incident.save(update_fields=["support_asked_at"])
        facts = {"assignment": str(assignment.pk), "unit": unit.pk} | clock_facts(said, moment=moment)
        tell(incident, SUPPORT_ASKED, unit, by=by, at=moment, **facts)
        ring(SUPPORT_ASKED, incident, unit=unit.pk, call_sign=unit.call_sign, at=at)
    return assignment
