"""The calls of the desk's table."""

from django.db.models import OuterRef, QuerySet, Subquery

from dispatch.models import Assignment, Incident
from patrol.models import User
from patrol.permissions import DESK, rights_of
from patrol.selectors import organized_below


def calls_of_desk(user: User) -> QuerySet[Incident]:
    """The calls that a person reads of on the desk, with `first_arrival`, without shapes."""
    arrivals = Assignment.objects.filter(incident=OuterRef("pk"), arrived_at__isnull=False).order_by("arrived_at")
    calls = Incident.objects.filter(organized_below(rights_of(user).paths(DESK)))
    related = calls.select_related("type", "zone_version__zone").defer("zone_version__shape", "point")
    return related.annotate(first_arrival=Subquery(arrivals.values("arrived_at")[:1]))
