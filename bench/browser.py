"""One console of the three hundred in a real browser: what opening it costs, and how smooth it stays."""

import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Page, async_playwright

from bench.measure import percentile
from bench.stack import Stack, home

WORDS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE_MS = 60_000
COUNT_FRAMES = """() => {
  const seen = (window.seen = { gaps: [], tasks: [] });
  let last = performance.now();
  requestAnimationFrame(function frame(now) {
    seen.gaps.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  });
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => seen.tasks.push(duration)))
    .observe({ type: "longtask" });
}"""
OPENED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const files = performance.getEntriesByType("resource");
  const bytes = [page, ...files].reduce((sum, { transferSize }) => sum + transferSize, 0);
  return { loaded: page.loadEventEnd, files: files.length + 1, bytes };
}"""


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def start_front(stack: Stack) -> str:
    """nginx before the processes, as `make up` has it; its address."""
    port = free_port()
    stack.environment["PORT"] = str(port)
    place = stack.log("nginx").parent
    (place / "nginx").mkdir(exist_ok=True)
    if not (place / "static").exists():
        (place / "static").symlink_to(home() / "static")
    stack.start("nginx")
    return f"http://localhost:{port}"


@asynccontextmanager
async def browser_page(address: str, session: str) -> AsyncIterator[Page]:
    """A page of Chromium at 1920x1080 in which a person is logged in."""
    async with async_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = await playwright.chromium.launch(executable_path=chromium, args=WORDS)
        context = await browser.new_context(viewport={"width": 1920, "height": 1080}, locale="en-GB")
        context.set_default_timeout(PATIENCE_MS)
        await context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        yield await context.new_page()
        await browser.close()


async def open_console(page: Page, address: str) -> str:
    """Open the console until its board shows the force; what that took, in words."""
    await page.goto(f"{address}/console/", wait_until="load")
    await page.locator("#link[data-link=live]").or_(page.get_by_text("Live")).first.wait_for()
    await page.get_by_role("region", name="Force").get_by_role("listitem").first.wait_for()
    shown = await page.evaluate("performance.now()")
    opened = await page.evaluate(OPENED)
    kilobytes = opened["bytes"] / 1024
    return (
        f"in a browser: loaded after {opened['loaded']:.0f} ms, {opened['files']} files, {kilobytes:.0f} KiB,"
        f" the whole force on screen after {shown:.0f} ms"
    )


async def count_frames(page: Page) -> None:
    await page.evaluate(COUNT_FRAMES)


async def frames_since(page: Page) -> str:
    """How smooth the page was since `count_frames`, in words."""
    seen: dict[str, Any] = await page.evaluate("window.seen")
    gaps, tasks = seen["gaps"], seen["tasks"] or [0.0]
    frames = ", ".join(f"p{rank} {percentile(gaps, rank):.0f} ms" for rank in (50, 95, 99))
    return (
        f"while all moved: {len(gaps):,} frames, {frames}, longest {max(gaps):.0f} ms;"
        f" {len(seen['tasks'])} tasks beyond 50 ms, the longest {max(tasks):.0f} ms"
    )
