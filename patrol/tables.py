"""Tables of the desk: units and people, and what every table shares."""

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patrol.models import RoleGrant, Unit, User

NUMBER = {"td": {"class": "tabular"}, "th": {"class": "tabular"}}


def wall_clock(value: datetime | None) -> datetime | None:
    """A moment as a spreadsheet has it: the site's wall clock, without a zone."""
    return timezone.localtime(value).replace(tzinfo=None, microsecond=0) if value else None


class TimeColumn(tables.Column):  # type: ignore[misc]  # the library has no types
    """A moment: day and time of the wall clock."""

    def __init__(self, **words: Any) -> None:
        super().__init__(attrs=NUMBER, **words)

    def render(self, value: datetime) -> str:
        return render_to_string("_components/time.html", {"at": value})

    def value(self, value: datetime) -> datetime | None:
        return wall_clock(value)


class DeskTable(tables.Table):  # type: ignore[misc]  # the library has no types
    """A table as of a moment. Names of its columns stand in addresses and saved views: they last."""

    class Meta:
        orderable = True

    def __init__(self, *words: Any, at: datetime, reader: User, **more: Any) -> None:
        self.at, self.reader = at, reader
        super().__init__(*words, **more)


class UnitTable(DeskTable):
    """Units with what they are, who rides in them and when they were last heard of."""

    call_sign = tables.Column(verbose_name=gettext_lazy("Call sign"), attrs={"td": {"class": "key"}})
    organization = tables.Column(accessor="organization__name", verbose_name=gettext_lazy("Organization"))
    kind = tables.Column(accessor="template__name", verbose_name=gettext_lazy("Kind"))
    status = tables.Column(verbose_name=gettext_lazy("State"))
    crew = tables.Column(
        accessor="sworn_on_crew",
        verbose_name=gettext_lazy("Crew"),
        order_by=("sworn_on_crew", "auxiliaries_on_crew"),
        attrs=NUMBER,
    )
    vehicle = tables.Column(verbose_name=gettext_lazy("Vehicle"))
    fixed_at = tables.Column(verbose_name=gettext_lazy("Last position"), attrs=NUMBER)

    class Meta(DeskTable.Meta):
        order_by = "call_sign"

    def __init__(self, *words: Any, names: dict[str, dict[str, str]], **more: Any) -> None:
        self.names = names
        super().__init__(*words, **more)

    def render_kind(self, value: str) -> str:
        return _(value)

    def render_status(self, record: Unit) -> str:
        shown = {"standing": record.status, "name": self.value_status(record), "committed": record.committed}  # type: ignore[attr-defined]  # an annotation
        return render_to_string("_components/standing_of_unit.html", shown)

    def value_status(self, record: Unit) -> str:
        own = self.names.get(record.organization.code, {})
        return own.get(record.status) or str(record.get_status_display())

    def render_crew(self, record: Unit) -> str:
        return f"{record.sworn_on_crew}+{record.auxiliaries_on_crew}"

    def render_fixed_at(self, value: datetime) -> str:
        return render_to_string("_components/age.html", {"seconds": (self.at - value).total_seconds(), "at": value})

    def value_fixed_at(self, value: datetime | None) -> datetime | None:
        return wall_clock(value)


class PeopleTable(DeskTable):
    """People with where they belong and the roles they hold."""

    name = tables.Column(accessor="display_name", verbose_name=gettext_lazy("Name"), attrs={"td": {"class": "key"}})
    username = tables.Column(verbose_name=gettext_lazy("User name"))
    organization = tables.Column(accessor="organization__name", verbose_name=gettext_lazy("Organization"))
    sworn = tables.Column(verbose_name=gettext_lazy("Sworn"))
    roles = tables.Column(accessor="grants", verbose_name=gettext_lazy("Roles"), orderable=False)
    active = tables.Column(accessor="is_active", verbose_name=gettext_lazy("Account"))

    class Meta(DeskTable.Meta):
        order_by = "name"

    def render_sworn(self, value: bool) -> str:  # noqa: FBT001  (the library calls it by name)
        return _("Sworn officer") if value else _("Auxiliary")

    def render_active(self, value: bool) -> str:  # noqa: FBT001  (the library calls it by name)
        return _("In use") if value else _("Not in use")

    def render_roles(self, record: User) -> str:
        return "; ".join(role_words(grant) for grant in record.grants.all()) or "—"


def role_words(grant: RoleGrant) -> str:
    """A role and where it is held."""
    return _("%(role)s, %(organization)s") % {
        "role": grant.get_role_display(),
        "organization": grant.organization.name,
    }
