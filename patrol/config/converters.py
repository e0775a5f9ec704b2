"""Path converters."""

LARGEST_ID = 2**63 - 1


class IdConverter:
    """A database id: digits that fit a 64-bit column; anything else is an unknown address."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        """The id.

        Raises:
            ValueError: larger than the column holds.
        """
        number = int(value)
        if number > LARGEST_ID:
            raise ValueError
        return number

    def to_url(self, value: int) -> str:
        return str(value)
