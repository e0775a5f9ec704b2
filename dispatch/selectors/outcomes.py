"""Outcomes in words, as pages and the API offer them."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dispatch.outcomes import APCO, ON_SCENE, WITHOUT_DISPATCH, Outcome

OUTCOME_NAMES: dict[str, str | Promise] = {
    Outcome.SETTLED: _("Settled on the spot"),
    Outcome.REPORT_TAKEN: _("Report taken"),
    Outcome.HANDED_OVER: _("Taken away and handed over"),
    Outcome.REFERRED: _("Referred to another authority"),
    Outcome.NOTHING_FOUND: _("Nothing found"),
    Outcome.GONE_ON_ARRIVAL: _("Gone on arrival"),
    Outcome.FALSE_ALARM: _("False alarm"),
    Outcome.ARREST: _("Arrest"),
    Outcome.SECURED: _("Premises checked and secure"),
    Outcome.STOOD_BY: _("Stood by to support"),
    Outcome.ADVICE: _("Advice given by phone"),
    Outcome.PRANK: _("Prank call"),
    Outcome.ABANDONED: _("Caller gave up"),
    Outcome.DUPLICATE: _("Duplicate of another call"),
    Outcome.OTHER: _("Other, see the notes"),
}


def outcome_name(code: str) -> str:
    """An outcome in words; what is no code (a reason for cancelling, an older record) as it stands."""
    return str(OUTCOME_NAMES.get(code, code))


def outcome_choices() -> list[dict[str, Any]]:
    """Every outcome: code, name, two digits of APCO ANS 1.111.2, and to whom it is offered."""
    return [
        {
            "code": outcome.value,
            "name": outcome_name(outcome),
            "apco": APCO[outcome],
            "on_scene": outcome in ON_SCENE,
            "without_dispatch": outcome in WITHOUT_DISPATCH,
        }
        for outcome in Outcome
    ]
