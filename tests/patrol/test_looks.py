"""Units look the same in the server's pages and in the browser's."""

import re
from pathlib import Path

from patrol.templatetags.standings import LOOKS, PULSING, SHAPES

SCRIPT = (Path(__file__).parent.parent.parent / "static/js/lib/standing.js").read_text()


def test_every_standing_has_the_shape_and_colour_of_the_browser() -> None:
    told = re.findall(r'^  (\w+): \{ shape: "(\w+)", tone: "(\w+)"(, pulsing: true)? \}', SCRIPT, re.MULTILINE)
    assert {key: (shape, tone) for key, shape, tone, _pulsing in told} == LOOKS
    assert {key for key, _shape, _tone, pulsing in told if pulsing} == PULSING


def test_every_shape_is_drawn_as_in_the_browser() -> None:
    told = re.findall(r'^  (\w+): \{ path: "([^"]+)"(?:, stroked: ([\d.]+))? \}', SCRIPT, re.MULTILINE)
    assert {name: (path, stroked or None) for name, path, stroked in told} == SHAPES
