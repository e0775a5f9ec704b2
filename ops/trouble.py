"""What the person at the keyboard gets to read."""


class Trouble(Exception):
    """Something stands in the way; the message says what, and what to do. Shown without a traceback."""


def step(text: str) -> None:
    """Tell what happens next."""
    print(f"==> {text}", flush=True)
