"""Measure everything, print the table, write bench/results.json; exit 1 when a bar falls short.

`python -m bench` measures all rows, `python -m bench R`, `D` or `W` only those; `--rounds 1` is for a quick look.
"""

import argparse
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import uvloop

from bench import city as made_up
from bench.dispatching import dispatch_rows
from bench.measure import load_average
from bench.pages import page_rows
from bench.recommending import LARGE, SMALL, USUAL, Bare, City, speed_rows, truth_row
from bench.report import Row, exit_code, table, write_results
from bench.stack import Stack, Trouble, home, manage, own_databases, own_redis, run_module, say
from bench.wire import Http
from zones.routing.versions import current_version, read_manifest, version_folder

RESULTS = Path(__file__).parent / "results.json"


def name_of(size: int) -> str:
    return f"patrol_bench_{size}"


def prepare_roads(database: str) -> None:
    """Make and import the made-up city, once."""
    roads = home() / "roads"
    version = current_version(roads)
    if version and read_manifest(version_folder(roads, version)).file_name == made_up.FILE_NAME:
        return
    say("Making the city and its roads; later runs keep them")
    made_up.make_city(home() / made_up.FILE_NAME)
    manage(database, "import_osm", str(home() / made_up.FILE_NAME))


@asynccontextmanager
async def city_of(size: int) -> AsyncIterator[City]:
    """A force of so many units, and the web processes that serve it."""
    say(f"A force of {size:,} units")
    stack = Stack(name_of(size))
    keys = run_module(stack.database, "bench.force", str(size))
    stack.start("web", "ranking")
    bare = await Bare.start(stack.database)
    http = Http(stack.ranking, f"Token {keys['operator']}")
    try:
        await stack.wait_until_good(stack.ranking, "/health/live")
        yield City(stack, keys, http, bare)
    finally:
        http.close()
        await bare.stop()
        stack.stop()


async def measure(labels: str, rounds: int) -> list[Row]:
    """The rows whose label starts with one of the letters."""
    rows: list[Row] = []
    async with city_of(USUAL) as usual:
        if "R" in labels:
            async with city_of(SMALL) as small, city_of(LARGE) as large:
                cities = {SMALL: small, USUAL: usual, LARGE: large}
                rows += await speed_rows(cities, rounds)
                rows.append(await truth_row(cities))
        if "D" in labels:
            rows += await dispatch_rows(usual.stack, usual.keys, rounds)
        if "W" in labels:
            rows += await page_rows(usual.stack.database, [call["id"] for call in usual.keys["calls"]], rounds)
    return rows


def words() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure what must be fast against its baselines.")
    parser.add_argument("labels", nargs="*", choices=["R", "D", "W", []], help="only the rows with this letter")
    parser.add_argument("--rounds", type=int, default=5, help="five or more for a result")
    return parser.parse_args()


def main() -> int:
    """Measure; 0 when every bar is met."""
    asked = words()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # clean up as after Ctrl-C
    print(f"Straight to the sockets of granian and uvicorn, without nginx; {load_average()}")
    with ExitStack() as own:
        try:
            own.enter_context(own_redis())
            own.enter_context(own_databases([name_of(size) for size in (USUAL, SMALL, LARGE)]))
            prepare_roads(name_of(USUAL))
            manage(name_of(USUAL), "collectstatic", "--no-input", "--verbosity", "0")
            rows = uvloop.run(measure("".join(asked.labels) or "RDW", asked.rounds))
        except Trouble as trouble:
            print(f"\n{trouble}", file=sys.stderr)
            return 1
    write_results(rows, RESULTS)
    print(f"\n{table(rows)}\n\n{load_average()}; written to bench/{RESULTS.name}")
    return exit_code(rows)


if __name__ == "__main__":
    sys.exit(main())
