"""What every page needs from the server: the menu, the theme, the words of the browser's code."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.translation import get_language
from django.utils.translation.trans_real import DjangoTranslation

register = template.Library()

THEMES = {
    "day": {"name": "day", "night": "not all"},
    "night": {"name": "night", "night": "all"},
    "auto": {"name": "auto", "night": "(prefers-color-scheme: dark)"},
}


def menu_entries(request: HttpRequest) -> list[dict[str, Any]]:
    """The pages of `settings.MENU` that the person may open; those of one section as `tabs` of its first.

    The view class of each carries `menu_label`, `menu_icon`, `may(user)`, and `menu_section` where it is a tab.
    """
    entries: dict[str, dict[str, Any]] = {}
    for name in settings.MENU:
        path = reverse(name)
        page = resolve(path).func.view_class  # type: ignore[attr-defined]  # Django sets it in as_view
        if not page.may(request.user):
            continue
        section = str(getattr(page, "menu_section", page.menu_label))
        tab = {"path": path, "label": page.menu_label, "icon": page.menu_icon, "here": request.path == path}
        entry = entries.setdefault(section, tab | {"label": section, "tabs": []})
        entry["tabs"].append(tab)
        entry["here"] = entry["here"] or tab["here"]
    return list(entries.values())


@register.simple_tag(takes_context=True)
def tabs(context: dict[str, Any]) -> list[dict[str, Any]]:
    """`{% tabs as entries %}`: the pages of the section that this page belongs to, where there are several."""
    here: list[dict[str, Any]] = next(
        (entry["tabs"] for entry in menu_entries(context["request"]) if entry["here"]), []
    )
    return here if len(here) > 1 else []


@register.simple_tag(takes_context=True)
def menu(context: dict[str, Any]) -> list[dict[str, Any]]:
    """`{% menu as entries %}`: path, label, icon, and whether it is this page."""
    return menu_entries(context["request"])


@register.simple_tag(takes_context=True)
def theme(context: dict[str, Any], default: str = "auto") -> dict[str, str]:
    """`{% theme "night" as look %}`: the theme that the person chose, and the media query of the night colours."""
    chosen = context["request"].COOKIES.get("theme", default)
    return THEMES.get(chosen, THEMES[default])


@register.simple_tag
def training() -> bool:
    """`{% training as is_training %}`: whether this copy is for practice alone."""
    return bool(settings.TRAINING)


@register.simple_tag
def csrf_cookie() -> str:
    """`{% csrf_cookie %}`: the name of the cookie that proves to the server that a command comes from our page."""
    return settings.CSRF_COOKIE_NAME


@register.simple_tag
def browser_texts() -> dict[str, Any]:
    """The catalogue of the browser's code (domain `djangojs`) in the language of the page."""
    language = get_language() or settings.LANGUAGE_CODE
    texts: dict[str, Any] = {}
    for key, text in DjangoTranslation(language, domain="djangojs")._catalog.items():  # type: ignore[attr-defined]  # Django itself reads it so
        if isinstance(key, tuple):
            texts.setdefault(key[0], {})[key[1]] = text
        elif key:
            texts[key] = text
    return {"language": language, "texts": {key: in_order(text) for key, text in texts.items()}}


def in_order(text: str | dict[int, str]) -> str | list[str]:
    """Plural forms as a list, in the order of their numbers."""
    return [form for _number, form in sorted(text.items())] if isinstance(text, dict) else text
