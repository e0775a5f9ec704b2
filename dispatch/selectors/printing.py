"""A call as it is printed on A4: facts, units and times, and the whole timeline in words."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from dispatch.models import Incident, TimeCorrection
from dispatch.outcomes import APCO, UnknownOutcome, outcome_of
from dispatch.selectors.incidents import incident_picture
from dispatch.selectors.outcomes import outcome_name

type JsonObject = dict[str, Any]

MOMENTS = ("received_at", "first_report_at", "controlled_at", "ended_at")
STEPS = ("assigned_at", "acknowledged_at", "en_route_at", "arrived_at", "cleared_at", "withdrawn_at")
TIMES = dict(TimeCorrection.FIELDS)
QUIET = frozenset({"incident.note_added", "incident.time_corrected", "order.sent", "order.done", "order.withdrawn"})
FACTS = {
    "incident.opened": _("Call taken"),
    "incident.assigned": _("Sent"),
    "incident.closed": _("Call closed"),
    "incident.cancelled": _("Call cancelled"),
    "incident.reopened": _("Call opened again"),
    "incident.help_called": _("Crew calls for help"),
    "incident.first_reported": _("First report"),
    "incident.controlled": _("Under control"),
    "incident.reported": _("Further report"),
    "incident.file_attached": _("File attached"),
    "incident.text_erased": _("Texts removed as their time was up"),
    "incident.outcome_given": _("Outcome given"),
    "incident.caller_added": _("Caller noted"),
    "incident.linked": _("Linked as a duplicate"),
    "incident.joined": _("A duplicate was linked"),
    "incident.level_set": _("Level set"),
    "incident.signed": _("Signed for"),
    "incident.preempted": _("Pulled here from another call"),
    "incident.given_back": _("Given back: its unit was pulled away"),
    "incident.support_asked": _("Support asked for"),
    "incident.held": _("Put on hold"),
    "incident.resumed": _("Taken up again"),
    "incident.stacked": _("Waits for a busy unit"),
    "incident.unstacked": _("No longer waits for the unit"),
    "incident.primary_chosen": _("Leads at the scene"),
    "incident.place_corrected": _("Place corrected"),
    "assignment.en_route": _("En route"),
    "assignment.arrived": _("On scene"),
    "assignment.cleared": _("Cleared"),
    "assignment.withdrawn": _("Taken off the call"),
    "assignment.late_step": _("Told after it was taken off"),
    "assignment.late_step_settled": _("Late step settled"),
    "order.delivered": _("Order reached the device"),
    "order.seen": _("Order seen"),
    "order.woken": _("Phone not reached: a wake-up was sent to its crew"),
    "order.wake_failed": _("Phone not reached, and no wake-up could be sent"),
    "order.acknowledged": _("Order acknowledged"),
}
ERASED = {
    "notes": _("notes"),
    "reports": _("reports"),
    "corrections": _("reasons of corrections"),
    "files": _("files"),
    "numbers": _("callers' numbers"),
    "places": _("former places"),
    "reasons": _("reasons"),
    "orders": _("texts of orders"),
}


def printed_call(incident: Incident, *, at: datetime) -> JsonObject:
    """What the print of a call shows. `lines` are the timeline: when, what, in whose words, by whom."""
    picture = incident_picture(incident.pk, at=at)
    units = sorted(picture["assignments"].values(), key=lambda sent: (sent["assigned_at"], sent["id"]))
    return {
        "call": picture,
        "organization": incident.organization.name,
        "priority": incident.priority,
        "source": incident.get_source_display(),
        "level": incident.get_level_display(),
        "outcome": outcome_in_words(picture["disposition"]),
        "status": incident.get_status_display(),
        "times": {
            name: parsed(picture[name]) for name in ("received_at", "first_report_at", "controlled_at", "ended_at")
        },
        "units": [{"call_sign": sent["call_sign"], "times": [parsed(sent[step]) for step in STEPS]} for sent in units],
        "lines": lines(picture, {sent["unit"]: sent["call_sign"] for sent in units}),
        "attachments": picture["attachments"],
    }


def parsed(time: str | None) -> datetime | None:
    return parse_datetime(time) if time else None


def outcome_in_words(code: str) -> str:
    """The outcome with its two digits of APCO."""
    try:
        return f"{outcome_name(code)} (APCO {APCO[outcome_of(code)]})"
    except UnknownOutcome:
        return outcome_name(code)


def lines(picture: JsonObject, call_signs: dict[int, str]) -> list[JsonObject]:
    """Facts, notes, reports and corrections in the order in which they happened."""
    told = [fact for fact in picture["timeline"] if fact["kind"] not in QUIET]
    facts = [line(fact["at"], fact["actor"], what_of(fact, call_signs)) for fact in told]
    notes = [line(note["at"], note["by"], gettext("Note"), words_of(note, "text")) for note in picture["notes"]]
    reports = [
        line(report["at"], report["by"], gettext("Report"), words_of(report, "text"))
        for report in picture["reports"]
        if report["text"] or report["erased_at"]
    ]
    corrections = [
        line(one["at"], one["by"], corrected(one), words_of(one, "reason")) for one in picture["corrections"]
    ]
    return sorted([*facts, *notes, *reports, *corrections], key=lambda each: each["at"])


def line(at: str, by: str, what: str, words: str = "") -> JsonObject:
    return {"at": parse_datetime(at), "by": by, "what": what, "words": words}


def what_of(fact: JsonObject, call_signs: dict[int, str]) -> str:
    """A fact in words, with its unit and its outcome."""
    kind, data = fact["kind"], fact["data"]
    details = [call_signs.get(data.get("unit") or 0, "")]
    if data.get("by_radio"):
        details.append(gettext("by radio"))
    if data.get("disposition"):
        details.append(outcome_in_words(data["disposition"]))
    if "erased" in data:
        erased = [f"{ERASED.get(name, name)} {count}" for name, count in data["erased"].items()]
        details.append(pgettext("between names", ", ").join(erased))
    return " · ".join(filter(None, [str(FACTS.get(kind, kind)), *details]))


def words_of(row: JsonObject, field: str) -> str:
    """What somebody wrote, or when it was removed."""
    if row["erased_at"]:
        return gettext("removed %(date)s") % {"date": on_the_wall(row["erased_at"])}
    return str(row[field])


def corrected(one: JsonObject) -> str:
    values = {
        "what": " ".join(filter(None, [one["unit"], str(TIMES[one["field"]])])),
        "from": on_the_wall(one["original"]),
        "to": on_the_wall(one["corrected"]),
    }
    return gettext("%(what)s corrected from %(from)s to %(to)s") % values


def on_the_wall(time: str) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(time)):%Y-%m-%d %H:%M:%S}"
