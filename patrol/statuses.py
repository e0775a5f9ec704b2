"""Which state of a unit usually follows which. Plain decisions on plain values: no clock, no database.

Real nights do not keep to a table, so it judges and does not rule: a site lets every change pass (`off`), says what is
unusual (`warn`), or refuses it to crews (`enforce`). A dispatcher is told and never stopped, and a state that the table
does not know may be followed by any.
"""

from enum import StrEnum

from patrol.vocabulary import DISPATCHABLE_STATUSES, UnitStatus


class Strictness(StrEnum):
    """What happens to an unusual change: the setting STATUS_TRANSITIONS."""

    OFF = "off"
    WARN = "warn"
    ENFORCE = "enforce"


class Unusual(StrEnum):
    """What is unusual about a change."""

    HAS_AN_ORDER = "has_an_order"
    PERSON_ABOARD = "person_aboard"
    NOT_ON_THE_STREET = "not_on_the_street"
    NOT_FIT = "not_fit"


_S = UnitStatus
BY_HAND = tuple(status for status in UnitStatus if status is not _S.OFF_DUTY)
_STREET = frozenset(DISPATCHABLE_STATUSES)
_PAUSES = frozenset({_S.MEAL, _S.REFUEL, _S.PAPERWORK, _S.TRAINING, _S.BUSY})
_DOWN = frozenset({_S.BREAKDOWN, _S.OUT_OF_SERVICE})

NEXT: dict[UnitStatus, frozenset[UnitStatus]] = {
    **dict.fromkeys(_STREET, frozenset(BY_HAND)),
    _S.TRANSPORTING: _STREET | _DOWN | {_S.TRANSPORTING, _S.PAPERWORK, _S.BUSY},
    **dict.fromkeys(_PAUSES, _STREET | _PAUSES | _DOWN),
    **dict.fromkeys(_DOWN, _STREET | _DOWN),
}
"""What usually follows, for each state that is set by hand; a state may follow itself, with another return."""

WITH_AN_ORDER = _STREET | _DOWN | {_S.TRANSPORTING}
"""What a unit usually says of itself while an order binds it."""

_WHY = {
    _S.TRANSPORTING: Unusual.PERSON_ABOARD,
    **dict.fromkeys(_PAUSES, Unusual.NOT_ON_THE_STREET),
    **dict.fromkeys(_DOWN, Unusual.NOT_FIT),
}


def why_unusual(before: UnitStatus, to: UnitStatus, *, has_order: bool) -> Unusual | None:
    """What is unusual about going from one state to another; None as a rule.

    Args:
        has_order: an order binds the unit.
    """
    if has_order and to not in WITH_AN_ORDER:
        return Unusual.HAS_AN_ORDER
    if to in NEXT.get(before, BY_HAND):
        return None
    return _WHY[before]


def is_refused(why: Unusual | None, strictness: Strictness, *, by_operator: bool) -> bool:
    """Whether a change does not happen: only a crew's, and only where the site enforces the table."""
    return why is not None and strictness is Strictness.ENFORCE and not by_operator
