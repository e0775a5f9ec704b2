"""Words of the force that every layer shares: roles, unit states, travel modes, position sources."""

from enum import IntEnum, StrEnum

HELP = "unit.help"  # the alarm of a crew in danger


class OrganizationKind(StrEnum):
    BUREAU = "bureau"
    DISTRICT = "district"
    STATION = "station"
    SQUAD = "squad"


class Role(StrEnum):
    """What a person may do, held over an organization and everything below it."""

    OPERATOR = "operator"
    DUTY_CHIEF = "duty_chief"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    PLANNER = "planner"
    ADMINISTRATOR = "administrator"


class UnitStatus(StrEnum):
    """The unit's own state; boards overlay its open order. A bureau may give each a name of its own (StatusLabel)."""

    OFF_DUTY = "off_duty"
    PATROL = "patrol"
    POST = "post"
    STANDBY = "standby"
    RETURNING = "returning"
    TRANSPORTING = "transporting"
    MEAL = "meal"
    REFUEL = "refuel"
    PAPERWORK = "paperwork"
    TRAINING = "training"
    BUSY = "busy"
    BREAKDOWN = "breakdown"
    OUT_OF_SERVICE = "out_of_service"


class TravelMode(StrEnum):
    """How a unit moves now (F13)."""

    CAR = "car"
    BICYCLE = "bicycle"
    FOOT = "foot"


class PositionSource(IntEnum):
    """Best source first: a worse one speaks only when the better is silent past its limit."""

    VEHICLE_TRACKER = 1
    RADIO = 2
    NATIVE_CLIENT = 3
    PHONE_PAGE = 4
    GATEWAY = 5


DISPATCHABLE_STATUSES = (UnitStatus.PATROL, UnitStatus.POST, UnitStatus.STANDBY, UnitStatus.RETURNING)
