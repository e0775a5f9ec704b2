"""Reads of the platform: what a person may read of the journal, and the force."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from patrol.live import with_fix_time
from patrol.models import (
    CrewMember,
    JournalEntry,
    Order,
    Organization,
    RoleGrant,
    SavedView,
    Shift,
    StatusLabel,
    TopicPosition,
    Unit,
    UnitTemplate,
    User,
)
from patrol.permissions import FORCE_READERS, PEOPLE_READERS, WATCHERS, rights_of, unit_crewed_by
from patrol.vocabulary import Role, UnitStatus

MOST_CHOICES = 300


def readable_by(user: User | AnonymousUser) -> Q:
    """The entries that a person may read: of the subtrees watched, and of the unit crewed now."""
    allowed = Q(pk__in=[])
    for path in rights_of(user).paths(WATCHERS):
        allowed |= Q(audience_path__startswith=path)
    unit = unit_crewed_by(user)
    if unit is not None:
        allowed |= Q(audience_units__contains=[unit.pk])
    return allowed


def topics_for(user: User | AnonymousUser) -> list[str]:
    """The topics that a person's page follows: the same right as `readable_by`."""
    paths = rights_of(user).paths(WATCHERS)
    topics = [f"org.{path.strip('/').rsplit('/', maxsplit=1)[-1]}" for path in paths if path != "/"]
    unit = unit_crewed_by(user)
    return topics + ([f"unit.{unit.pk}"] if unit else [])


def entries_after(user: User | AnonymousUser, *, after: int, most: int = 500) -> list[JournalEntry]:
    """What a person may read after a position, in order, `most` at a time."""
    return list(JournalEntry.objects.filter(readable_by(user), position__gt=after).order_by("position")[:most])


def last_position() -> int:
    """The position of the newest numbered entry; 0 before the first."""
    return JournalEntry.objects.numbered().aggregate(Max("position"))["position__max"] or 0


def topic_positions(topics: list[str]) -> dict[str, int]:
    """The position of the last entry of each topic; 0 for a topic without any."""
    known = dict(TopicPosition.objects.filter(topic__in=topics).values_list("topic", "position"))
    return {topic: known.get(topic, 0) for topic in topics}


def force_is_empty() -> bool:
    """Whether there is no organization yet: a new system."""
    return not Organization.objects.exists()


def status_names(user: User) -> dict[str, dict[str, str]]:
    """What units' states are called in a person's bureau, where not as here: `{organization's code: {state: name}}`.

    The nearest organization's name counts. One query where nothing is renamed, else two.
    """
    rights, own = rights_of(user), unit_crewed_by(user)
    paths = [path for _role, path in rights.grants] + ([own.organization.path or ""] if own else [])
    tops = {f"/{path.split('/')[1]}/" for path in paths if path.count("/") > 1}
    within = below(tops)
    named = StatusLabel.objects.filter(organization__in=Organization.objects.filter(within))
    renamed = list(named.order_by("organization__path").values_list("organization__path", "status", "label"))
    if not renamed:
        return {}
    return {
        code: {status: label for above, status, label in renamed if (path or "").startswith(above or "/")}
        for code, path in Organization.objects.filter(within).values_list("code", "path")
    }


def below(tops: Iterable[str]) -> Q:
    """The organizations at and below these paths."""
    wanted = Q(pk__in=[])
    for path in tops:
        wanted |= Q(path__startswith=path)
    return wanted


def template_rows() -> list[tuple[object, ...]]:
    """The unit templates as rows of a force file."""
    rows = UnitTemplate.objects.order_by("code").values_list(
        "code", "name", "min_sworn", "min_auxiliary", "armed", "mode"
    )
    return [(*row[:4], "yes" if row[4] else "no", row[5]) for row in rows]


def sign_on_choices(user: User) -> dict[str, Any]:
    """What an officer chooses from at the start of a shift: units still off duty, and mates on no crew.

    Both of the organizations that the officer's role covers, by call sign and name, 300 at most.
    """
    covered = Q(pk__in=[])
    for path in rights_of(user).paths({Role.OFFICER}):
        covered |= Q(organization__path__startswith=path)
    aboard = CrewMember.objects.filter(left_at__isnull=True).values("user")
    free = Unit.objects.filter(covered, status=UnitStatus.OFF_DUTY.value).order_by("call_sign")
    mates = User.objects.filter(covered, is_active=True).exclude(pk=user.pk).exclude(pk__in=aboard)
    return {
        "units": list(free.values("id", "call_sign", "mode")[:MOST_CHOICES]),
        "mates": list(mates.order_by("display_name").values("id", "display_name", "sworn")[:MOST_CHOICES]),
    }


def wake_message(order_id: UUID, *, site: str) -> dict[str, object] | None:
    """What the site's gateway is told of an order that reached no phone: whom to wake and where to look.

    Nothing of the call. None where nobody is to be woken: the order is over or was delivered, or the unit is off duty.
    """
    waiting = Order.objects.open().filter(pk=order_id, delivered_at__isnull=True)
    order = waiting.select_related("unit").first()
    shift = Shift.objects.filter(unit=order.unit_id, ends_at__isnull=True).first() if order else None
    if order is None or order.unit is None or shift is None:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        text = gettext("%(unit)s: an order waits for you. Open the officer's page.") % {"unit": order.unit.call_sign}
        text = gettext("Training: %(text)s") % {"text": text} if settings.TRAINING else text
    return {
        "order": str(order.pk),
        "unit": order.unit.call_sign,
        "radio": shift.radio,
        "phone": shift.phone,
        "text": text,
        "link": site + reverse(settings.PHONE_PAGE),
        "sent_at": order.sent_at.isoformat(),
        "training": settings.TRAINING,
    }


def organizations_below(paths: Iterable[str]) -> QuerySet[Organization]:
    """The organizations at and below these paths, each after the one above it."""
    return Organization.objects.filter(below(paths)).order_by("path")


def organized_below(paths: Iterable[str]) -> Q:
    """What belongs to an organization at or below one of these paths."""
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(organization__path__startswith=path)
    return wanted


def units_of_desk(user: User) -> QuerySet[Unit]:
    """The units that a person reads of on the desk, with `committed`, `vehicle` and `fixed_at`."""
    vehicle = Shift.objects.filter(unit=OuterRef("pk"), ends_at__isnull=True).values("vehicle")[:1]
    units = Unit.objects.filter(organized_below(rights_of(user).paths(FORCE_READERS))).with_commitment()
    return with_fix_time(units.select_related("organization", "template").annotate(vehicle=Subquery(vehicle)))


def people_of_desk(user: User) -> QuerySet[User]:
    """The people that a person reads of on the desk, each with the roles held; two queries."""
    paths = rights_of(user).paths(PEOPLE_READERS)
    mine = organized_below(paths) if "/" not in paths else Q()
    grants = RoleGrant.objects.select_related("organization").order_by("organization__path", "role")
    return User.objects.filter(mine).select_related("organization").prefetch_related(Prefetch("grants", grants))


def saved_views(user: User, table: str) -> QuerySet[SavedView]:
    """The filters of a table that a person keeps, by name."""
    return SavedView.objects.filter(user=user, table=table).order_by("name")


def site_code(user: User) -> str:
    """The code of the bureau that a person belongs to or has a role in; empty for nobody's."""
    paths = [path for _role, path in rights_of(user).grants if path != "/"]
    path = user.organization.path if user.organization else next(iter(paths), None)
    top = (path or "/").split("/")[1]
    return Organization.objects.filter(pk=top).values_list("code", flat=True).first() or "" if top else ""


def titles_of(person: User) -> list[tuple[str, str]]:
    """The roles of a person with the organization of each, from the top down."""
    grants = person.grants.select_related("organization").order_by("organization__path", "role")
    return [(grant.get_role_display(), grant.organization.name) for grant in grants]
