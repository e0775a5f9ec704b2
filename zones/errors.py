"""Refusals about the ground."""

from patrol.errors import NotAllowed, Refused


class BadShape(Refused):
    """The shape cannot be used; the message says why and where."""

    code = "bad_shape"
    status = 400


class CodeTaken(Refused):
    """Another place of the same kind has the code."""

    code = "code_taken"


class RingOutsideParent(Refused):
    """A zone must lie in the zone that it is said to lie in, and the inner ring in the outer."""

    code = "ring_outside_parent"


class OutsideZone(Refused):
    """The point does not lie in its zone; the message says how far off it is."""

    code = "outside_zone"


class ChangedMeanwhile(Refused):
    """Somebody else changed it since it was seen."""

    code = "changed_meanwhile"


class StillUsed(NotAllowed):
    """Something else still depends on it; the message names it."""

    code = "still_used"
