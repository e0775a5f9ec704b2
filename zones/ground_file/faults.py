"""What can be wrong with a shape or a file of the ground. Worded in the reader's language by `zones.services`."""

from dataclasses import dataclass, field
from enum import StrEnum


class FaultKind(StrEnum):
    # a shape
    NOT_AN_AREA = "not_an_area"
    NOT_A_LINE = "not_a_line"
    NOT_A_PLACE = "not_a_place"
    UNREADABLE_SHAPE = "unreadable_shape"
    EMPTY_SHAPE = "empty_shape"
    NO_DEGREES = "no_degrees"
    BROKEN_SHAPE = "broken_shape"
    ENCLOSES_NOTHING = "encloses_nothing"
    CUTS_WRONG = "cuts_wrong"
    # a file
    TOO_LARGE = "too_large"
    NOT_THIS_FORMAT = "not_this_format"
    NO_FEATURES = "no_features"
    OTHER_REFERENCE = "other_reference"
    CONTRADICTS = "contradicts"
    UNKNOWN_ENCODING = "unknown_encoding"
    ENTITIES = "entities"
    SEVERAL_LAYERS = "several_layers"
    CUT_OFF = "cut_off"
    # a feature
    NO_PROPERTIES = "no_properties"
    NOTHING_UNDER = "nothing_under"
    TOO_LONG = "too_long"
    CODE_TWICE = "code_twice"
    OTHER_DATUM = "other_datum"
    ONE_OF = "one_of"
    RING_UNKNOWN = "ring_unknown"
    PRIORITY_UNKNOWN = "priority_unknown"
    NOT_A_FIGURE = "not_a_figure"
    NOT_A_TIME = "not_a_time"
    NOT_A_MOMENT = "not_a_moment"
    HOURS_BOTH = "hours_both"
    ENDS_BEFORE = "ends_before"
    # a format that cannot hold something
    TOO_LONG_FOR_SHAPEFILE = "too_long_for_shapefile"


class Faulty(Exception):
    """A shape, a feature or a file cannot be used: why, and the facts that the words need."""

    def __init__(self, kind: FaultKind, **facts: object) -> None:
        super().__init__(kind.value)
        self.kind, self.facts = kind, facts


@dataclass(frozen=True)
class Fault:
    """What is wrong with a feature, counted from 1 in the file's order; 0 means the file as a whole."""

    feature: int
    code: str
    kind: FaultKind
    facts: dict[str, object] = field(default_factory=dict)


class NoteKind(StrEnum):
    """What is said of a file although it is no fault."""

    HEIGHTS_DROPPED = "heights_dropped"
    CALLS_ITSELF_WGS84 = "calls_itself_wgs84"


@dataclass(frozen=True)
class Note:
    """Something that a reader of the file should know."""

    kind: NoteKind
    facts: dict[str, object] = field(default_factory=dict)
