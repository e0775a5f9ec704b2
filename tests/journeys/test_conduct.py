"""What journeys watch for in every page is seen when it happens."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.conduct import Conduct

pytestmark = pytest.mark.journey


def test_a_page_that_asks_another_machine_breaks_its_policy_or_fails_is_told_of(
    browser: Browser, site: str, conduct: Conduct
) -> None:
    lax, strict = browser.new_context(bypass_csp=True), browser.new_context()
    for context in (lax, strict):
        page = context.new_page()
        page.goto(f"{site}/log-in/")
        page.evaluate("fetch('http://elsewhere.invalid/mark').catch(() => null)")
    page.evaluate("() => { setTimeout(() => { throw new Error('a fault of ours'); }); }")
    page.evaluate("new Promise((done) => setTimeout(done, 100))")
    for context in (lax, strict):
        context.close()

    told, conduct.faults = "\n".join(conduct.faults), []
    assert "asked another machine: http://elsewhere.invalid/mark" in told
    assert "connect-src refuses http://elsewhere.invalid/mark" in told
    assert "uncaught: a fault of ours" in told
