"""Everything that is said over a socket. Unknown kinds are errors."""

from dataclasses import dataclass, field, fields
from typing import Any, Literal


@dataclass(frozen=True)
class Snapshot:
    """The picture at a journal position. `topics` maps each followed topic to its last position.

    `release` names the pages' files that the server has now: a page of others is to be loaded again.
    """

    position: int
    topics: dict[str, int]
    face: str
    picture: dict[str, Any]
    release: str = ""
    kind: Literal["snapshot"] = "snapshot"


@dataclass(frozen=True)
class JournalMessage:
    """One fact; those that were numbered together come as a list.

    A `previous` other than the last position seen in the topic is a hole to be fetched.
    """

    topic: str
    position: int
    previous: int
    entry: dict[str, Any]
    kind: Literal["journal"] = "journal"


@dataclass(frozen=True)
class OrderMessage:
    """A new order as its phone shows it, said at its commit: it waits for no number. The journal tells of it after."""

    order: dict[str, Any]
    kind: Literal["order"] = "order"


@dataclass(frozen=True)
class RightsChanged:
    """The reader's rights changed: the server closes, the page connects again."""

    kind: Literal["rights"] = "rights"


@dataclass(frozen=True)
class Pong:
    """Answer to a ping, with the last position of each followed topic.

    `silent_s`: seconds since the relay last lived, without which no fact comes; None where it never did.
    """

    topics: dict[str, int]
    silent_s: float | None = None
    kind: Literal["pong"] = "pong"


@dataclass(frozen=True)
class Ping:
    kind: Literal["ping"] = "ping"


@dataclass(frozen=True)
class View:
    """The box of the reader's map: west, south, east, north in degrees WGS-84, and its zoom."""

    box: list[float] = field(default_factory=list)
    zoom: int = 0
    kind: Literal["view"] = "view"


@dataclass(frozen=True)
class Resume:
    """Ask for a new snapshot on the open socket."""

    kind: Literal["resume"] = "resume"


ServerMessage = Snapshot | JournalMessage | OrderMessage | RightsChanged | Pong
ClientMessage = Ping | View | Resume
CLIENT_KINDS: dict[str, type[ClientMessage]] = {"ping": Ping, "view": View, "resume": Resume}


class UnknownMessage(ValueError):
    """A message of no known kind, or with fields of none."""


def as_dict(message: ServerMessage) -> dict[str, Any]:
    """What goes out as JSON. Its fields are plain already: a picture of 5,000 units is not copied once more."""
    return {each.name: getattr(message, each.name) for each in fields(message)}


def client_message(content: object) -> ClientMessage:
    """Read what a page sent.

    Raises:
        UnknownMessage: it has no known kind or does not fit it.
    """
    if not isinstance(content, dict) or content.get("kind") not in CLIENT_KINDS:
        raise UnknownMessage("Unknown kind of message.")
    try:
        return CLIENT_KINDS[content["kind"]](**content)
    except TypeError as error:
        raise UnknownMessage(str(error)) from error
