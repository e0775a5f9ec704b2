"""Facts on their way to open pages: the only place that names topics and Redis channels.

`publishing` says each fact once, as finished text. `switchboard` hears it once a process and hands the same text to
every page that follows its topic: a fact costs a page a few microseconds, however many pages there are.
"""

from patrol.realtime.publishing import (
    as_text,
    entry_as_dict,
    journal_message,
    person_topic,
    phone_topic,
    publish,
    ring,
    tell_rights_changed,
)
from patrol.realtime.switchboard import Page, Switchboard, Text, switchboard

__all__ = [
    "Page",
    "Switchboard",
    "Text",
    "as_text",
    "entry_as_dict",
    "journal_message",
    "person_topic",
    "phone_topic",
    "publish",
    "ring",
    "switchboard",
    "tell_rights_changed",
]
