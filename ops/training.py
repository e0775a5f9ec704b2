"""`TRAINING=1`: a copy to practise on beside the one in earnest. They share nothing, whatever the environment says."""

from collections.abc import MutableMapping

from ops.place import PROJECT, Place
from ops.trouble import Trouble

HOME = PROJECT / ".local-training"
PORT = "8100"
NEVER_SHARED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "WAKE_URL")


def is_training(environment: MutableMapping[str, str]) -> bool:
    """True where this is the copy for training: `make up TRAINING=1`."""
    return environment.get("TRAINING", "").lower() in {"1", "true", "yes", "on"}


def set_apart(environment: MutableMapping[str, str]) -> None:
    """Give the copy for training a state folder and a port of its own, and services that no other copy has.

    `DATABASE_URL` and its like are of the copy in earnest, so they do not count; `TRAINING_DATABASE_URL` does.
    """
    if not is_training(environment):
        return
    for name in NEVER_SHARED:
        environment.pop(name, None)
        if own := environment.get(f"TRAINING_{name}"):
            environment[name] = own
    environment["PATROL_HOME"] = environment.get("PATROL_HOME") or str(HOME)
    environment["PORT"] = environment.get("PORT") or PORT


def claim(place: Place, environment: MutableMapping[str, str]) -> None:
    """Note what the state folder is for, the first time.

    Raises:
        Trouble: it is that of a copy in earnest and this one is for training, or the other way round.
    """
    note, wanted = place.home / "purpose", "training" if is_training(environment) else "earnest"
    if note.exists():
        known = note.read_text()
    else:
        known = "earnest" if (place.home / "key").exists() else wanted
        place.home.mkdir(parents=True, exist_ok=True)
        note.write_text(known)
    if known != wanted:
        raise Trouble(
            f"{place.home} holds a copy {'for training' if known == 'training' else 'in earnest'}.\n"
            f"{'Add TRAINING=1' if known == 'training' else 'Leave PATROL_HOME out, or name another folder'}."
        )
