"""Refusals: expected, explained to the person, never logged as errors."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A rule says no. `code` is for programs, the message tells a person what to do."""

    code = "refused"
    status = 409

    def __init__(self, message: str | Promise, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class NotAllowed(Refused):
    """The state of the subject does not allow this step."""

    code = "not_allowed"


class NotPermitted(Refused):
    """The person may not do this."""

    code = "not_permitted"
    status = 403

    def __init__(self, message: str | Promise = _("You may not do this."), **facts: object) -> None:
        super().__init__(message, **facts)


class NotFound(Refused):
    """There is no such thing, or the person may not know of it."""

    code = "not_found"
    status = 404


class BadInput(Refused):
    """What was given cannot be understood; the message says what to change."""

    code = "bad_input"
    status = 400


class UnitBusy(Refused):
    """The unit already has an open order that commits it; the message names who sent it where."""

    code = "unit_busy"


class UnitNotDispatchable(Refused):
    """The unit is off duty, out of service or without a sworn officer."""

    code = "unit_not_dispatchable"


class VersionConflict(Refused):
    """Somebody else changed it since it was read; the facts hold `yours`, `theirs` and the `version` that counts."""

    code = "version_conflict"


class ReasonNeeded(Refused):
    """This may be done only with a reason in words."""

    code = "reason_needed"


class KeyReused(Refused):
    """The idempotency key was used before for another command."""

    code = "idempotency_key_reused"
    status = 422


class WrongLogIn(Refused):
    """The name and the password do not belong together, or the person is locked out."""

    code = "wrong_log_in"
    status = 401
