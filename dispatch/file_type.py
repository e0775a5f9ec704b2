"""What a file is, by its content: names and headers that a browser sends are not asked."""

import puremagic

TYPES: dict[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heif": "heic",
    "application/pdf": "pdf",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
}
"""What may be attached to a call, and the ending of its name: what phones and cameras make, and PDF."""


def type_of_content(content: bytes) -> str | None:
    """The media type of a file, one of TYPES; None where it is anything else."""
    if not content:
        return None
    found = [match.mime_type for match in puremagic.magic_string(content)]
    return next((kind for kind in found if kind in TYPES), None)
