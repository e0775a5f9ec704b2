"""How a unit's own state looks: the same colours and shapes as in the browser's `lib/standing.js`."""

from typing import Any

from django import template

register = template.Library()

SHAPES = {
    "circle": ("M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12Z", None),
    "square": ("M3 3h10v10h-10Z", None),
    "ring": ("M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10Z", "3"),
    "triangle": ("M8 1.5L14.5 13.5H1.5Z", None),
    "diamond": ("M8 1L15 8L8 15L1 8Z", None),
    "frame": ("M8 2L14 8L8 14L2 8Z", "2"),
    "wedge": ("M1.5 2.5H14.5L8 14.5Z", None),
    "cross": ("M3.5 3.5L12.5 12.5M12.5 3.5L3.5 12.5", "2"),
    "hollow": ("M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10Z", "1.5"),
    "octagon": ("M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8h-5.4l-3.8-3.8v-5.4Z", None),
}
LOOKS = {
    "emergency": ("octagon", "red"),
    "ordered": ("triangle", "amber"),
    "acknowledged": ("triangle", "blue"),
    "en_route": ("triangle", "blue"),
    "on_scene": ("diamond", "violet"),
    "transporting": ("frame", "violet"),
    "patrol": ("circle", "green"),
    "post": ("square", "green"),
    "standby": ("ring", "teal"),
    "returning": ("wedge", "green"),
    "meal": ("hollow", "grey"),
    "refuel": ("hollow", "grey"),
    "paperwork": ("hollow", "grey"),
    "training": ("hollow", "grey"),
    "busy": ("hollow", "grey"),
    "breakdown": ("cross", "grey"),
    "out_of_service": ("cross", "grey"),
    "off_duty": ("hollow", "grey"),
}
PULSING = {"emergency", "ordered"}


@register.inclusion_tag("_components/shape.html")
def standing(key: str) -> dict[str, Any]:
    """`{% standing "en_route" %}`: the colour and shape of a unit's standing; the words stand beside it."""
    shape, tone = LOOKS[key]
    path, stroked = SHAPES[shape]
    return {"path": path, "stroked": stroked, "tone": tone, "pulsing": key in PULSING}


@register.filter
def age_unit(seconds: float) -> str:
    """In which unit an age is told: `second`, `minute`, `hour` or `day`."""
    limits = [(120, "second"), (120 * 60, "minute"), (48 * 3600, "hour")]
    return next((unit for limit, unit in limits if seconds < limit), "day")


@register.filter
def age_count(seconds: float) -> int:
    """How many of them. A clock ahead of ours gives 0."""
    lengths = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
    return max(0, int(seconds // lengths[age_unit(seconds)]))
