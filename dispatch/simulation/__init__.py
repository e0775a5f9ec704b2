"""A city that lives: a client of the HTTP doors that plays callers, operators, crews and their devices.

Nothing here knows the database or the framework. `demand` says when and where calls come, `habits` how people behave,
`city` what the ground is; `desk`, `crews`, `patrolling`, `breaks` and `devices` act; `life` keeps them all going. What
to do next follows from what the server says at every look, so that a run goes on where another one was cut off, and
answers what a person at a console decides.
"""

from dispatch.simulation.city import City
from dispatch.simulation.demand import Demand, PlannedCall
from dispatch.simulation.dice import Dice
from dispatch.simulation.habits import Habits
from dispatch.simulation.life import Setting, Simulation

__all__ = ["City", "Demand", "Dice", "Habits", "PlannedCall", "Setting", "Simulation"]
