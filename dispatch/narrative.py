"""What should not stand in a narrative: identity numbers and plates. Plain decisions on plain text.

They are warned of, never refused: a text is kept as it was written, and no register is made of it (domain 5).
"""

import re
from enum import StrEnum


class NarrativeWarning(StrEnum):
    """What a text seems to hold."""

    IDENTITY_NUMBER = "identity_number"
    PLATE = "plate"


# Eighteen characters, the last a check sum over the others (GB 11643), whatever is written between the groups.
IDENTITY = re.compile(
    r"(?<!\d)\d{6}[ -]?(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx](?!\d)"
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"

# A province, a city's letter, then five characters (six for electric cars) without I and O (GA 36).
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = re.compile(
    rf"[{PROVINCES}]\s?[A-HJ-NP-Z][\s·.•-]?[A-HJ-NP-Z\d]{{4,5}}[A-HJ-NP-Z\d挂学警港澳领](?![A-Z\d])", re.I
)


def warnings_in(text: str) -> list[NarrativeWarning]:
    """What the text seems to hold, each once."""
    found = []
    if any(sums_up(match[0]) for match in IDENTITY.finditer(text)):
        found.append(NarrativeWarning.IDENTITY_NUMBER)
    if any(re.search(r"\d", match[0]) for match in PLATE.finditer(text)):
        found.append(NarrativeWarning.PLATE)
    return found


def sums_up(number: str) -> bool:
    """Whether the last of eighteen characters is the check sum of the others."""
    digits = number.replace(" ", "").replace("-", "")
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], WEIGHTS, strict=True))
    return CHECKS[total % 11] == digits[17].upper()
