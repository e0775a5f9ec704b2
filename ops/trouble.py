"""What the person at the keyboard can mend: shown as one message, without a traceback."""


class Trouble(Exception):
    """Something stands in the way; the message says what, and what to do."""
