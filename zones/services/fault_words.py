"""What is wrong with a shape or a file, in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zones.errors import BadShape
from zones.ground_file import Fault, FaultKind, Faulty, Note, NoteKind

# The reasons that GEOS gives for a shape that is none.
REASONS = {
    "Self-intersection": _("The outline crosses itself"),
    "Ring Self-intersection": _("The outline touches itself"),
    "Hole lies outside shell": _("A hole lies outside"),
    "Holes are nested": _("A hole lies in a hole"),
    "Interior is disconnected": _("A hole cuts the area in two"),
    "Nested shells": _("A part lies inside another"),
    "Duplicate Rings": _("An outline is there twice"),
    "Too few points in geometry component": _("An outline has too few corners"),
}
WHATS = {
    "JSON in UTF-8": _("JSON in UTF-8"),
    "XML": _("XML"),
    "text": _("text"),
    "a table with a column wkt, or lon and lat": _("a table with a column wkt, or lon and lat"),
    "a ZIP with .shp, .shx and .dbf": _("a ZIP with .shp, .shx and .dbf"),
    "a layer with its table": _("a layer with its table"),
}
WORDS: dict[FaultKind, Promise] = {
    FaultKind.NOT_AN_AREA: _("The geometry is no Polygon or MultiPolygon."),
    FaultKind.NOT_A_LINE: _("The geometry is no line."),
    FaultKind.NOT_A_PLACE: _("The geometry is no point."),
    FaultKind.UNREADABLE_SHAPE: _("The rings cannot be read: %(why)s."),
    FaultKind.EMPTY_SHAPE: _("The shape is empty, or there is no Polygon, line or point."),
    FaultKind.NO_DEGREES: _("These are no degrees, or latitude stands before longitude."),
    FaultKind.BROKEN_SHAPE: _("The shape is broken: %(why)s at %(lon)s %(lat)s."),
    FaultKind.ENCLOSES_NOTHING: _("The shape encloses nothing."),
    FaultKind.CUTS_WRONG: _(
        "The line must cut the shape into two parts, from outside to outside. It makes %(pieces)s."
    ),
    FaultKind.TOO_LARGE: _("The file is larger than %(most)s MB."),
    FaultKind.NOT_THIS_FORMAT: _("This is no %(format)s: it cannot be read as %(what)s."),
    FaultKind.NO_FEATURES: _("This is no %(format)s, or there is no feature in it."),
    FaultKind.OTHER_REFERENCE: _("The file is in %(reference)s. Convert it to degrees of longitude and latitude."),
    FaultKind.CONTRADICTS: _(
        "The file calls itself %(reference)s, and you call it %(datum)s. Mend the one that is wrong."
    ),
    FaultKind.UNKNOWN_ENCODING: _("The text is neither UTF-8 nor GB 18030."),
    FaultKind.ENTITIES: _("The file declares a document type. Take that out: a map needs none."),
    FaultKind.SEVERAL_LAYERS: _("There are several Shapefiles in the archive: %(names)s. Send one at a time."),
    FaultKind.CUT_OFF: _("The file ends in the middle."),
    FaultKind.NO_PROPERTIES: _("This is no feature with properties."),
    FaultKind.NOTHING_UNDER: _("There is nothing under “%(field)s”. There is: %(known)s."),
    FaultKind.TOO_LONG: _("“%(text)s” is too long: at most %(longest)s characters."),
    FaultKind.CODE_TWICE: _("The code stands in feature %(first)s already."),
    FaultKind.OTHER_DATUM: _("The feature says that it is in %(said)s, and you call the file %(datum)s."),
    FaultKind.ONE_OF: _("%(field)s is one of: %(known)s."),
    FaultKind.RING_UNKNOWN: _("ring is 1, 2 or 3, the core first."),
    FaultKind.PRIORITY_UNKNOWN: _("priority is a whole number from 1, the most urgent, to 9."),
    FaultKind.NOT_A_FIGURE: _("%(field)s is a whole number from %(least)s to %(most)s."),
    FaultKind.NOT_A_TIME: _("%(field)s is a time of day like 08:30."),
    FaultKind.NOT_A_MOMENT: _("%(field)s is a moment with its time zone, like 2026-03-01T08:00:00+08:00."),
    FaultKind.HOURS_BOTH: _("Hours need both a beginning and an end."),
    FaultKind.ENDS_BEFORE: _("It would end before it starts."),
    FaultKind.TOO_LONG_FOR_SHAPEFILE: _("“%(text)s” of %(code)s is too long for a Shapefile. Take another format."),
}
MEND = _("It can be mended when you ask for it.")
NOTES: dict[NoteKind, Promise] = {
    NoteKind.HEIGHTS_DROPPED: _("%(count)s features have heights. They were dropped: the ground is flat."),
    NoteKind.CALLS_ITSELF_WGS84: _("The file calls itself WGS-84. It was taken as %(datum)s, as you say."),
}


def fault_in_words(kind: FaultKind, facts: Mapping[str, object]) -> str:
    """What a person reads."""
    told = dict(facts)
    if "what" in told:
        told["what"] = WHATS.get(str(told["what"]), told["what"])
    if kind is FaultKind.BROKEN_SHAPE:
        told["why"] = REASONS.get(str(told["why"]), told["why"])
        if told["lon"] is None:
            return str(_("The shape is broken: %(why)s.") % told)
    return str(WORDS[kind] % told)


def file_fault_in_words(fault: Fault) -> str:
    """What a person reads who imports a file: a broken shape can be mended."""
    said = fault_in_words(fault.kind, fault.facts)
    return f"{said} {MEND}" if fault.kind is FaultKind.BROKEN_SHAPE else said


def note_in_words(note: Note) -> str:
    """What a person reads."""
    return str(NOTES[note.kind] % note.facts)


def bad_shape(fault: Faulty) -> BadShape:
    """The refusal of a shape that somebody drew."""
    return BadShape(fault_in_words(fault.kind, fault.facts), fault=fault.kind.value, **fault.facts)
