"""Orders: sent, delivered to the device, seen, acknowledged, done or withdrawn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from patrol.clocks import AT_ONCE, Said, UnlikelyTime, counted
from patrol.clocks import facts_of as clock_facts
from patrol.deadlines import cancel_deadlines, start_deadlines
from patrol.errors import BadInput, NotAllowed, NotFound, UnitBusy
from patrol.journal import Audience, record
from patrol.models import Order, Organization, RoleGrant, Unit, User
from patrol.prepared import Prepared
from patrol.rows import Rows, together
from patrol.services.alarms import close_alarms, raise_alarm
from patrol.services.organizations import bureau_of

LOCKED_ORDER = Prepared(
    lambda order_id: (
        Order.objects.locked().select_related("unit__organization", "person__organization", "desk").filter(pk=order_id)
    ),
    UUID,
)
ORDERS = Rows(Order)
LABEL = "patrol.order"
DELIVERY = "order.delivery"
ANSWER = "order.answer"
WAKE = "order.wake"
NO_DEVICE = "order.call_by_radio"
NO_ANSWER = "order.unanswered"
DELIVERED = ("delivered",)
SEEN = (*DELIVERED, "seen")
ANSWERED = (*SEEN, "acknowledged")  # whoever answers has seen, and whoever has seen was reached


@dataclass(frozen=True)
class Receiver:
    """Exactly one of a unit, a person or an organization's desk."""

    unit: Unit | None = None
    person: User | None = None
    desk: Organization | None = None

    @property
    def audience(self) -> Audience:
        """Who may read what happens to the order."""
        if self.unit is not None:
            return Audience(path=self.unit.organization.path or "/", units=(self.unit.pk,))
        organization = self.desk or (self.person.organization if self.person else None)
        return Audience(path=(organization.path if organization else None) or "/")


@transaction.atomic(savepoint=False)
def send_order(
    *,
    to: Receiver,
    kind: str,
    subject: tuple[str, object],
    text: str = "",
    commits: bool,
    audience: Audience | None = None,
    by: User | None,
    at: datetime,
) -> Order:
    """Tell a unit, a person or a desk to do something.

    An order that commits excludes every other such order of the unit; the database has the last word. It must reach
    a device in ORDER_DELIVERY_S seconds and be answered in ORDER_ANSWER_S seconds, or an alarm follows. Where the site
    has a gateway that wakes phones, that of a unit which was not reached is woken (`patrol.waking`).

    Raises:
        UnitBusy: the unit already has a committing order; names who sent it.
    """
    answer_by = at + timedelta(seconds=settings.ORDER_ANSWER_S)
    order = Order(
        unit=to.unit,
        person=to.person,
        desk=to.desk,
        kind=kind,
        subject_label=subject[0],
        subject_id=str(subject[1]),
        text=text,
        commits=commits,
        answer_by=answer_by,
        sent_at=at,
        sent_by=by,
    )
    with together():
        ORDERS.add(order, taken=partial(busy, to.unit) if commits and to.unit else None)
        due = {DELIVERY: at + timedelta(seconds=settings.ORDER_DELIVERY_S), ANSWER: answer_by}
        if to.unit is not None and settings.WAKE is not None:
            due[WAKE] = at + timedelta(seconds=settings.WAKE.after_s)
        start_deadlines(due, subject=(LABEL, order.pk))
        note(order, "sent", by=by, at=at, audience=audience, commits=commits, answer_by=answer_by.isoformat())
    return order


def busy(unit: Unit) -> UnitBusy:
    """The refusal that tells the loser who won."""
    winner = Order.objects.committing().filter(unit=unit).select_related("sent_by").first()
    if winner is None:
        return UnitBusy(_("%(unit)s was just taken. Look at it again.") % {"unit": unit.call_sign}, unit=unit.pk)
    return UnitBusy(
        _("%(unit)s already has an order, sent by %(who)s at %(time)s.")
        % {
            "unit": unit.call_sign,
            "who": winner.sent_by.display_name if winner.sent_by else _("the system"),
            "time": f"{winner.sent_at:%H:%M:%S} UTC",
        },
        unit=unit.pk,
        order=str(winner.pk),
        sent_by=winner.sent_by.display_name if winner.sent_by else "",
        sent_at=winner.sent_at.isoformat(),
        subject_label=winner.subject_label,
        subject_id=winner.subject_id,
    )


def note(
    order: Order, *steps: str, by: User | None, at: datetime, audience: Audience | None = None, **more: object
) -> None:
    """Journal steps of an order, with the ids that every reader needs."""
    record(
        *[f"order.{step}" for step in steps],
        subject=(LABEL, order.pk),
        audience=audience or Receiver(unit=order.unit, person=order.person, desk=order.desk).audience,
        by=by,
        at=at,
        order=str(order.pk),
        unit=order.unit_id,
        kind=order.kind,
        subject_label=order.subject_label,
        subject_id=order.subject_id,
        **more,
    )


def locked_order(order_id: UUID) -> Order:
    """The order, locked for change.

    Raises:
        NotFound: there is none with this id.
    """
    order = LOCKED_ORDER.first(order_id)
    if order is None:
        raise NotFound(_("There is no such order."))
    return order


def refuse_if_withdrawn(order: Order) -> None:
    if order.withdrawn_at is not None:
        raise NotAllowed(_("This order was withdrawn."), order=str(order.pk))


@transaction.atomic
def mark_delivered(*, order_id: UUID, by: User | None, at: datetime) -> Order:
    """The order reached a device. Repeats change nothing."""
    order = locked_order(order_id)
    refuse_if_withdrawn(order)
    reach(order, *DELIVERED, by=by, at=at)
    return order


@transaction.atomic
def mark_seen(*, order_id: UUID, by: User | None, at: datetime) -> Order:
    """Somebody looked at the order, which was therefore delivered. Repeats change nothing."""
    order = locked_order(order_id)
    refuse_if_withdrawn(order)
    reach(order, *SEEN, by=by, at=at)
    return order


@transaction.atomic
def acknowledge_order(*, order_id: UUID, by: User | None, at: datetime, said: Said = AT_ONCE) -> Order:
    """The receiver accepts, or an operator for it by radio. Stops the clock and closes its alarms. Again: nothing.

    Raises:
        NotAllowed: the order was withdrawn.
        BadInput: `said` gives a moment in the future or before the order.
    """
    order = locked_order(order_id)
    moment = checked_moment(said, at=at, not_before=order.sent_at)
    acknowledge(order, by=by, at=at, moment=moment, said=said)
    return order


def checked_moment(said: Said, *, at: datetime, not_before: datetime) -> datetime:
    """The moment that counts (`patrol.clocks.counted`).

    Raises:
        BadInput: stated, and in the future or before the order.
    """
    try:
        return counted(said, at=at, not_before=not_before)
    except UnlikelyTime as error:
        raise BadInput(
            _("That moment lies in the future, or before the order was sent. Say when it really was."),
            happened_at=str(said.happened_at),
        ) from error


def acknowledge(
    order: Order, *, by: User | None, at: datetime, moment: datetime | None = None, said: Said = AT_ONCE
) -> None:
    """`acknowledge_order` for one that is locked, as of `moment`."""
    refuse_if_withdrawn(order)
    if order.acknowledged_at is None:
        reach(order, *ANSWERED, by=by, at=at, moment=moment, said=said)
        follow("on_acknowledge", order, at=at)


def reach(
    order: Order, *steps: str, by: User | None, at: datetime, moment: datetime | None = None, said: Said = AT_ONCE
) -> None:
    """Take those of the steps that the order has not taken: their times, what they stop, one fact each."""
    new = [step for step in steps if getattr(order, f"{step}_at") is None]
    if not new:
        return
    moment = moment or at
    for step in new:
        setattr(order, f"{step}_at", moment)
    with together():
        if "acknowledged" in new:
            stop_clocks(order, at=at)
        elif "delivered" in new:
            close_alarms(NO_DEVICE, subject=(LABEL, order.pk), at=at)
            cancel_deadlines(DELIVERY, WAKE, subject=(LABEL, order.pk), at=at)
        ORDERS.change(order, *[f"{step}_at" for step in new])
        note(order, *new, by=by, at=moment, **clock_facts(said, moment=moment))


def stop_clocks(order: Order, *, at: datetime) -> None:
    """Nothing is awaited any more: cancel the deadlines, close the alarms."""
    close_alarms(subject=(LABEL, order.pk), at=at)
    cancel_deadlines(DELIVERY, ANSWER, WAKE, subject=(LABEL, order.pk), at=at)


@transaction.atomic
def complete_order(*, order_id: UUID, by: User | None, at: datetime) -> Order:
    """What was ordered is done; the unit is free of it. Repeats change nothing."""
    order = locked_order(order_id)
    complete(order, by=by, at=at)
    return order


def complete(order: Order, *, by: User | None, at: datetime, moment: datetime | None = None) -> None:
    """`complete_order` for one that is locked, as of `moment`."""
    refuse_if_withdrawn(order)
    if order.done_at is None:
        order.done_at = order.closed_at = moment or at
        with together():
            stop_clocks(order, at=at)
            ORDERS.change(order, "done_at", "closed_at")
            note(order, "done", by=by, at=order.done_at)


@transaction.atomic
def withdraw_order(*, order_id: UUID, reason: str, by: User | None, at: datetime) -> Order:
    """Take an order back. The receiver is told by an order of its own that commits nothing.

    Raises:
        NotAllowed: it is done already.
    """
    order = locked_order(order_id)
    withdraw(order, reason=reason, by=by, at=at)
    return order


def withdraw(order: Order, *, reason: str, by: User | None, at: datetime) -> None:
    """`withdraw_order` for one that is locked."""
    if order.done_at is not None:
        raise NotAllowed(_("This order is done already."), order=str(order.pk))
    if order.withdrawn_at is None:
        order.withdrawn_at = order.closed_at = at
        ORDERS.change(order, "withdrawn_at", "closed_at")
        stop_clocks(order, at=at)
        note(order, "withdrawn", by=by, at=at)
        send_order(
            to=Receiver(unit=order.unit, person=order.person, desk=order.desk),
            kind="withdrawal",
            subject=(LABEL, order.pk),
            text=reason,
            commits=False,
            by=by,
            at=at,
        )


def desk_of(order: Order) -> Organization | None:
    """Whose console an alarm about the order rings on: the bureau of the unit's tree, which commands all its units."""
    organization = order.desk or (order.unit.organization if order.unit else None)
    if organization is None and order.person is not None:
        organization = order.person.organization or served_by(order.person)
    return bureau_of(organization) if organization else None


def served_by(person: User) -> Organization | None:
    """Where somebody who belongs to no organization holds a role."""
    grants = RoleGrant.objects.filter(user=person).select_related("organization").order_by("organization__path")
    grant = grants.first()
    return grant.organization if grant else None


def follow(event: str, order: Order, *, at: datetime) -> dict[str, object]:
    """What the app that owns this kind of order adds to an event; settings name the function by dotted path."""
    path = settings.ORDER_KINDS.get(order.kind, {}).get(event)
    return import_string(path)(order=order, at=at) or {} if path else {}


@transaction.atomic
def alarm_undelivered_order(*, subject_id: str, at: datetime) -> None:
    """The order has reached no device in time: somebody must call by radio."""
    order = locked_order(UUID(subject_id))
    desk = desk_of(order)
    if order.closed_at is None and order.delivered_at is None and desk is not None:
        raise_alarm(kind=NO_DEVICE, subject=(LABEL, order.pk), organization=desk, data=facts_of(order), at=at)


@transaction.atomic
def alarm_unanswered_order(*, subject_id: str, at: datetime) -> None:
    """The order was not answered in time: alarm, and offer what comes next. Nobody is replaced silently."""
    order = locked_order(UUID(subject_id))
    desk = desk_of(order)
    if order.closed_at is None and order.acknowledged_at is None and desk is not None:
        data = facts_of(order) | follow("on_silence", order, at=at)
        raise_alarm(kind=NO_ANSWER, subject=(LABEL, order.pk), organization=desk, data=data, at=at)


def receiver_name(order: Order) -> str:
    """Whom an alarm about the order has to name."""
    if order.unit is not None:
        return order.unit.call_sign
    return order.desk.name if order.desk else order.person.display_name if order.person else ""


def facts_of(order: Order) -> dict[str, object]:
    """What an alarm about an order says."""
    return {
        "unit": order.unit_id,
        "call_sign": order.unit.call_sign if order.unit else None,
        "receiver": receiver_name(order),
        "order": str(order.pk),
        "kind": order.kind,
        "subject_label": order.subject_label,
        "subject_id": order.subject_id,
        "sent_at": order.sent_at.isoformat(),
    }
