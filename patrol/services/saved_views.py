"""Filters that people keep. They are a person's own, so the journal does not tell of them."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from patrol.errors import BadInput, NotFound
from patrol.models import SavedView, User

MOST_VIEWS = 30


@transaction.atomic
def keep_view(*, user: User, table: str, name: str, query: str) -> SavedView:
    """Keep a filter under a name; the same name again takes the new filter.

    Raises:
        BadInput: the name is missing, or it or the filter is too long; or the person keeps too many.
    """
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise BadInput(_("Give the view a name of up to 60 characters."))
    if len(query) > 1000:
        raise BadInput(_("This filter is too long to be kept."))
    others = SavedView.objects.filter(user=user, table=table).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise BadInput(_("You keep %(count)s views of this table. Remove one first.") % {"count": MOST_VIEWS})
    view, _made = SavedView.objects.update_or_create(user=user, table=table, name=name, defaults={"query": query})
    return view


@transaction.atomic
def forget_view(*, user: User, view_id: int) -> None:
    """Remove one of the person's own views.

    Raises:
        NotFound: the person keeps no such view.
    """
    if not SavedView.objects.filter(user=user, pk=view_id).delete()[0]:
        raise NotFound(_("You keep no such view."))
