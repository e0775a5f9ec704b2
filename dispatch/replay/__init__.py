"""A day of real calls, lived again through the HTTP doors of a running server.

A client like any other: nothing here knows the database or the framework. `reading` turns a file into calls, `doors`
speaks HTTP and outlasts a server that is away, `fleet` knows where each unit is, `responding` is the life of one call,
`feeding` lets the day happen.
"""

from dispatch.replay.doors import Doors, LogIn, Refusal, ServerAway
from dispatch.replay.feeding import Replay, units_on_duty
from dispatch.replay.fleet import Fleet, fleet_of
from dispatch.replay.hands import Hands, running_assignment
from dispatch.replay.mapping import BadMapping, Mapping, TypeRules
from dispatch.replay.pace import Pace
from dispatch.replay.reading import BadFile, Reading, RealCall, as_written, read_calls
from dispatch.replay.responding import Habits, Responder
from dispatch.replay.tally import Tally

__all__ = [
    "BadFile",
    "BadMapping",
    "Doors",
    "Fleet",
    "Habits",
    "Hands",
    "LogIn",
    "Mapping",
    "Pace",
    "Reading",
    "RealCall",
    "Refusal",
    "Replay",
    "Responder",
    "ServerAway",
    "Tally",
    "TypeRules",
    "as_written",
    "fleet_of",
    "read_calls",
    "running_assignment",
    "units_on_duty",
]
