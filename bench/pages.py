"""Row W: the call list and the unit board as a console asks for them, against the same rows as plain JSON."""

import psycopg

from bench.dispatching import CLOSE
from bench.measure import OwnCost, Rounds
from bench.recommending import Bare
from bench.report import Row
from bench.stack import database_url, say

OPEN_CALLS, UNITS = 500, 5_000
A_ROUND = 5


async def page_rows(database: str, calls: list[str], rounds: int) -> list[Row]:
    """W1, on a city of 5,000 units; of its open calls those stay that have a unit."""
    with psycopg.connect(database_url(database)) as connection:
        connection.execute(CLOSE, [calls])
    stack_cost, taken, faults = OwnCost(), Rounds(), []
    bare = await Bare.start(database)
    try:
        for number in range(1, rounds + 1):
            say(f"W1: round {number} of {rounds}")
            page = await bare.ask("page", times=A_ROUND)
            plain = await bare.ask("plain", times=A_ROUND)
            taken.add(ours=page["seconds"], baseline=plain["seconds"])
            if page["ids"] != plain["ids"]:
                faults.append(f"round {number}: the page shows other units or calls than the database holds")
    finally:
        await bare.stop()
    note = f"{page['units']:,} units, {page['calls']:,} open calls, {page['queries']} queries; {stack_cost.note()}"
    return [
        Row(
            "W1 call list and unit board, server time", **taken.figures(), bar=4, unit="ms", faults=faults, notes=[note]
        )
    ]
