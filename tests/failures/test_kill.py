"""Every process is killed during a day of calls, one after the other; the books stay whole and pages recover."""

import logging
import os
import re
import signal
import time
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dispatch.replay import Doors, Refusal
from tests.running import PATIENCE_S, until

from .books import ALARMS, CALLS, FAULTS, LATEST_DEADLINE_S
from .conftest import SOUTH, WEST, write_calls
from .force_file import OPERATOR, PASSWORD
from .stack import Stack, children_of

pytestmark = pytest.mark.slow

logger = logging.getLogger(__name__)

PROGRAMS = ["web", "ranking", "live", "relay", "worker-deadlines", "worker", "beat", "redis"]
WEB_WORKER = "a worker of web"
HEARTBEATS = {"live": "live", "relay": "relay", "worker-deadlines": "deadlines", "beat": "beat"}
CALLS_FED = 70
RECOVERS_WITHIN_S = 10
LATEST_S = 20
REPLAY_PATIENCE_S = 600


def take_call(doors: Doors, place: str) -> dict[str, Any]:
    """A call taken by hand beside the replay."""
    body = {"type": "other", "lon": WEST + 0.02, "lat": SOUTH + 0.01, "place": place, "external_id": place}
    return dict(doors.command("/api/incidents", body, key=place))


def send_first(doors: Doors, call: dict[str, Any]) -> dict[str, Any]:
    """The unit ranked first is sent; where the replay takes it a moment earlier, the one that is first then."""
    return dict(until_given(lambda: sent_if_free(doors, f"/api/incidents/{call['id']}"))[0])


def sent_if_free(doors: Doors, path: str) -> list[dict[str, Any]]:
    """The assignment of the unit ranked first; none while no unit is free, or when somebody else was faster."""
    for first in doors.get(f"{path}/recommendations")["candidates"][:1]:
        try:
            sent = doors.command(f"{path}/assign", {"units": [first["unit"]]}, key=f"{path} {first['unit']}")
            return list(sent["assignments"])
        except Refusal as refusal:
            if refusal.code != "unit_busy":
                raise
    return []


def report_all(doors: Doors) -> None:
    """Every unit says that it stands in the middle of the zones."""
    here = {"lon": WEST + 0.02, "lat": SOUTH + 0.01, "fixed_at": time.time()}
    doors.report([{"unit": unit["id"], **here} for unit in doors.pages("/api/units")])


def until_given(ask):
    """The first answer that is not empty."""
    given = []
    until(lambda: given or given.extend(ask()) or given, "an answer that is not empty")
    return given


def await_return(stack: Stack, ledger, program: str, killed: int, killed_at) -> None:
    """Until the successor of a killed program does its work again."""
    stack.await_successor(program, killed)
    if program == "web":
        until(lambda: stack.get("/health/live"), "web answers again")
    if program in HEARTBEATS:
        question = f"SELECT 1 FROM patrol_heartbeat WHERE name = '{HEARTBEATS[program]}' AND beat_at > '{killed_at}'"
        until(lambda: ledger(question), f"{program} gives a sign of life again")


def seconds_until_seen(console: Page, place: str, within: float) -> float:
    """How long until the page, left alone, shows a call and says that it is live."""
    started = time.monotonic()
    expect(console.locator("#calls").get_by_text(place, exact=True)).to_be_visible(timeout=within * 1000)
    expect(console.locator("#link")).to_contain_text("Live", timeout=within * 1000)
    return time.monotonic() - started


def kill_each(stack: Stack, ledger, doors: Doors, console: Page) -> dict[str, float]:
    """Kill a worker of web, then every program, each while an order waits that nobody will answer.

    Returns how long the page took to follow again, in seconds after the successor of each was at work.
    """
    took: dict[str, float] = {}
    for program in [WEB_WORKER, *PROGRAMS]:
        send_first(doors, take_call(doors, f"Before {program}"))
        usual = seconds_until_seen(console, f"Before {program}", within=PATIENCE_S)
        ((killed_at,),) = ledger("SELECT now()")
        if program == WEB_WORKER:
            os.kill(children_of(stack.running("web"))[0], signal.SIGKILL)
        else:
            await_return(stack, ledger, program, stack.kill(program), killed_at)
        take_call(doors, f"After {program}")
        took[program] = seconds_until_seen(console, f"After {program}", within=RECOVERS_WITHIN_S + 2 * usual)
    return took


def faults_in(ledger) -> dict[str, list[Any]]:
    """What is wrong with the books, by its name."""
    return {name: found for name, question in FAULTS.items() if (found := ledger(question))}


def books_become_whole(ledger) -> None:
    """Nothing is lost and nothing done twice, as soon as what fell due meanwhile has been caught up with."""
    caught_up_by = time.monotonic() + PATIENCE_S
    while faults_in(ledger) and time.monotonic() < caught_up_by:
        time.sleep(0.5)
    assert faults_in(ledger) == {}


def test_nothing_is_lost_when_every_process_is_killed_during_a_replay(stack, gateway, ledger, doors, console, tmp_path):
    calls = write_calls(tmp_path / "calls.csv", CALLS_FED, every=timedelta(seconds=60))
    words = f"replay_calls {calls} --mapping id=id,time=time,lon=lon,lat=lat --speed 40 --service-minutes 8 --respond"
    who = ["--url", stack.address, "--user", OPERATOR, "--device-key", gateway]
    log = tmp_path / "replay.log"
    replay = stack.begin(*words.split(), *who, log=log, PATROL_PASSWORD=PASSWORD)
    try:
        until(lambda: len(ledger(CALLS)) >= 3, "the replay has begun")
        took = kill_each(stack, ledger, doors, console)
        logger.info("seconds until the page followed again: %s", took)
        assert replay.wait(timeout=REPLAY_PATIENCE_S) == 0, log.read_text()
    finally:
        replay.kill()
        replay.wait()

    told = log.read_text()
    assert f"calls: {CALLS_FED} fed, 0 known before, 0 refused" in told
    assert re.search(rf"{CALLS_FED} dispatched, {CALLS_FED} arrived, {CALLS_FED} cleared", told), told
    by_hand = {f"{when} {program}" for when in ("Before", "After") for program in [WEB_WORKER, *PROGRAMS]}
    expected = by_hand | {f"replay:c{n}" for n in range(CALLS_FED)}
    assert {name: count for name, count in ledger(CALLS) if name in expected} == dict.fromkeys(expected, 1)
    until(lambda: ledger(ALARMS) >= [(len(took),)], "every silent order has its alarm")
    books_become_whole(ledger)
    ((latest,),) = ledger(LATEST_DEADLINE_S)
    logger.info("seconds that the latest deadline was late: %.1f", latest)
    assert latest < LATEST_S
    assert "whole" in stack.manage("verify_journal")
    ((still_open,),) = ledger("SELECT count(*) FROM dispatch_incident WHERE status = 'open'")
    expect(console.locator("#calls > li")).to_have_count(still_open, timeout=RECOVERS_WITHIN_S * 1000)


def test_without_redis_a_call_is_taken_and_sent_and_the_page_says_that_it_is_behind(stack, ledger, doors, console):
    link = console.locator("#link")
    expect(link).to_contain_text("Live")
    report_all(doors)
    with stack.supervisor("redis") as supervisor:
        supervisor.stopProcess("redis")
    try:
        call = take_call(doors, "Without Redis")
        sent = send_first(doors, call)
        doors.command(f"/api/orders/{sent['order']}/acknowledge", {}, key="acknowledged without Redis")
        expect(console.locator("#calls").get_by_text("Without Redis", exact=True)).to_be_visible()
        expect(link).to_contain_text("Behind")
    finally:
        with stack.supervisor("redis") as supervisor:
            supervisor.startProcess("redis")
    take_call(doors, "With Redis again")
    seconds_until_seen(console, "With Redis again", within=RECOVERS_WITHIN_S)
    books_become_whole(ledger)
