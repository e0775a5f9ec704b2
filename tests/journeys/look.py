"""What is wrong with a page as drawn: axe-core's serious faults, texts that are cut, a page that scrolls sideways."""

from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
FIND_FAULTS = """async ([rules, enhanced]) => {
  const options = { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] };
  if (enhanced) options.rules = { "color-contrast-enhanced": { enabled: true } };
  const { violations } = await axe.run(document, options);
  return violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.slice(0, 4).map(({ html, any }) =>
      `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`));
}"""
FIND_CUT_TEXTS = """() => {
  const words = "button, label, summary, legend, th, h1, h2, h3, h4, .tag, .menu a, .tabs a, kbd, .hint, .message";
  const cut = [...document.querySelectorAll(words)]
    .filter((node) => node.checkVisibility() && !node.closest(".visually-hidden"))
    .filter((node) => !node.querySelector(".visually-hidden"))
    .filter((node) => getComputedStyle(node).overflowX !== "visible" && node.scrollWidth > node.clientWidth + 1)
    .map((node) => `cut: ${node.textContent.trim().slice(0, 60)}`);
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth + 1 ? [...cut, `scrolls sideways: ${scrollWidth} px on ${clientWidth}`] : cut;
}"""


def faults(page: Page, *, enhanced: bool = False) -> list[str]:
    """Every serious fault of what the page shows now. `enhanced` asks for a contrast of 7 to 1 (WCAG AAA), else 4.5."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(FIND_FAULTS, [RULES, enhanced])
    return found + page.evaluate(FIND_CUT_TEXTS)
