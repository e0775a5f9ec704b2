"""What a file says of its own datum. The importer's word counts; a contradiction is a fault."""

import re

from zones.datum import Datum
from zones.ground_file.faults import FaultKind, Faulty, Note, NoteKind

LIKE_WGS84 = re.compile(r"CRS:?84$|EPSG:[\d.]*:?4326$|WGS[ _]?(19)?84$", re.IGNORECASE)
LIKE_CGCS2000 = re.compile(r"EPSG:[\d.]*:?4490$|CGCS[ _]?2000$|CHINA[ _].*2000$", re.IGNORECASE)
IN_DEGREES = re.compile(r"^\s*GEOG(CS|CRS|RAPHICCRS)\b", re.IGNORECASE)
NAME = re.compile(r'"(?P<name>[^"]*)"')


def compare(reference: str, datum: Datum) -> list[Note]:
    """What is to be said about a reference that a file names.

    Files in GCJ-02 and BD-09 mostly call themselves WGS-84, having no name of their own: that is said and let be.

    Raises:
        Faulty: the file is in metres or in another datum, or calls itself CGCS2000 against the importer's word.
    """
    if not reference:
        return []
    if LIKE_CGCS2000.search(reference):
        if datum not in (Datum.WGS84, Datum.CGCS2000):
            raise Faulty(FaultKind.CONTRADICTS, reference=f"CGCS2000 ({reference})", datum=datum.value)
        return []
    if not LIKE_WGS84.search(reference):
        raise Faulty(FaultKind.OTHER_REFERENCE, reference=reference[:80])
    differs = datum in (Datum.GCJ02, Datum.BD09)
    return [Note(NoteKind.CALLS_ITSELF_WGS84, {"datum": datum.value})] if differs else []


def compare_prj(text: str, datum: Datum) -> list[Note]:
    """What is to be said about the reference in a `.prj`.

    Raises:
        Faulty: as `compare`.
    """
    found = NAME.search(text)
    name = found["name"] if found else text.strip()
    if not IN_DEGREES.match(text):
        raise Faulty(FaultKind.OTHER_REFERENCE, reference=name[:80])
    return compare(name, datum)
