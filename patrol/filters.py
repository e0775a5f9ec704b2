"""Filters of the desk's tables: of units and people, and what every filter shares."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from patrol.models import Organization, RoleGrant, Unit, UnitTemplate, User
from patrol.permissions import FORCE_READERS, PEOPLE_READERS, rights_of
from patrol.selectors import organizations_below
from patrol.vocabulary import Role


class TableFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """A form over a table. The words that are searched for are called `search` in every filter."""

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        for field in self.form.fields.values():
            field.widget.attrs["class"] = "input"
        if "search" in self.form.fields:
            self.form.fields["search"].widget.input_type = "search"
            self.form.fields["search"].widget.attrs["maxlength"] = 100

    @property
    def chosen(self) -> dict[str, str]:
        """What is filtered by, by the names of the fields."""
        return {name: self.data[name] for name in self.form.fields if self.data.get(name)}


def organizations_of(roles: frozenset[Role]) -> Callable[[HttpRequest], QuerySet[Organization]]:
    """The organizations over which the reader holds one of the roles."""
    return lambda request: organizations_below(rights_of(request.user).paths(roles))


class OrganizationFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]  # the library has no types
    """An organization with everything below it."""

    def __init__(self, roles: frozenset[Role], **words: Any) -> None:
        words = {"label": _("Organization"), "empty_label": _("All"), "to_field_name": "code"} | words
        super().__init__(queryset=organizations_of(roles), **words)

    def filter(self, rows: QuerySet[Any], value: Organization | None) -> QuerySet[Any]:
        return rows.filter(organization__path__startswith=value.path) if value else rows


class UnitFilter(TableFilter):
    """Units by call sign, organization, kind and state."""

    search = django_filters.CharFilter(field_name="call_sign", lookup_expr="icontains", label=_("Call sign"))
    organization = OrganizationFilter(FORCE_READERS)
    kind = django_filters.ModelChoiceFilter(
        field_name="template",
        queryset=UnitTemplate.objects.order_by("code"),
        to_field_name="code",
        label=_("Kind"),
        empty_label=_("All"),
    )
    status = django_filters.ChoiceFilter(choices=Unit.STATUSES, label=_("State"), empty_label=_("All"))


class PeopleFilter(TableFilter):
    """People by name, organization, role and account."""

    search = django_filters.CharFilter(method="by_name", label=_("Name"))
    organization = OrganizationFilter(PEOPLE_READERS)
    role = django_filters.ChoiceFilter(method="by_role", choices=RoleGrant.ROLES, label=_("Role"), empty_label=_("All"))
    account = django_filters.ChoiceFilter(
        method="by_account", choices=[("in_use", _("In use")), ("ended", _("Not in use"))], label=_("Account"),
        empty_label=_("All"),
    )  # fmt: skip

    def by_name(self, rows: QuerySet[User], _field: str, words: str) -> QuerySet[User]:
        return rows.filter(Q(display_name__icontains=words) | Q(username__icontains=words))

    def by_role(self, rows: QuerySet[User], _field: str, role: str) -> QuerySet[User]:
        return rows.filter(pk__in=RoleGrant.objects.filter(role=role).values("user"))

    def by_account(self, rows: QuerySet[User], _field: str, account: str) -> QuerySet[User]:
        return rows.filter(is_active=account == "in_use")
