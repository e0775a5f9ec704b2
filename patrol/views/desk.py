"""Tables of the desk: units and people."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from patrol.filters import PeopleFilter, UnitFilter
from patrol.models import Unit, User
from patrol.permissions import can_list_people, can_list_units
from patrol.selectors import people_of_desk, status_names, units_of_desk
from patrol.table_page import TablePage
from patrol.tables import PeopleTable, UnitTable


class UnitsPage(TablePage):
    """`/desk/units/`: the units of the organizations that a person leads or plans for."""

    name = "units"
    menu_section = _("Force")
    title = menu_label = _("Units")
    menu_icon = "shield"
    empty = _("There are no units yet.")
    may = staticmethod(can_list_units)
    table_class = UnitTable
    filter_class = UnitFilter

    def rows(self) -> QuerySet[Unit]:
        return units_of_desk(self.reader)

    def table_words(self) -> dict[str, Any]:
        return super().table_words() | {"names": status_names(self.reader)}


class PeoplePage(TablePage):
    """`/desk/people/`: who works there and what they may do."""

    name = "people"
    menu_section = _("Force")
    title = menu_label = _("People")
    menu_icon = "user"
    empty = _("There are no people yet.")
    may = staticmethod(can_list_people)
    table_class = PeopleTable
    filter_class = PeopleFilter

    def rows(self) -> QuerySet[User]:
        return people_of_desk(self.reader)
