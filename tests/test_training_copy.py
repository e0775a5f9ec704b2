"""`make up TRAINING=1`: a copy beside the one in earnest that shares nothing with it."""

from pathlib import Path

import pytest

from ops import training
from ops.place import Place
from ops.trouble import Trouble

EARNEST = {"DATABASE_URL": "postgresql://earnest", "REDIS_URL": "redis://earnest", "SECRET_KEY": "earnest"}


def test_the_copy_for_training_has_its_own_folder_port_and_services() -> None:
    environment = EARNEST | {"TRAINING": "1"}
    training.set_apart(environment)
    assert environment == {"TRAINING": "1", "PORT": "8100", "PATROL_HOME": str(training.HOME)}


def test_services_for_training_can_be_named_apart() -> None:
    environment = EARNEST | {"TRAINING": "yes", "TRAINING_DATABASE_URL": "postgresql://practice", "PORT": "9000"}
    training.set_apart(environment)
    assert environment["DATABASE_URL"] == "postgresql://practice"
    assert "REDIS_URL" not in environment
    assert environment["PORT"] == "9000"


def test_in_earnest_nothing_changes() -> None:
    environment = dict(EARNEST)
    training.set_apart(environment)
    assert environment == EARNEST


@pytest.mark.parametrize(("first", "then"), [("", "1"), ("1", "")])
def test_a_state_folder_never_changes_its_purpose(tmp_path: Path, first: str, then: str) -> None:
    place = Place(tmp_path / "state")
    training.claim(place, {"TRAINING": first})
    training.claim(place, {"TRAINING": first})
    with pytest.raises(Trouble):
        training.claim(place, {"TRAINING": then})


def test_a_folder_from_before_is_one_in_earnest(tmp_path: Path) -> None:
    place = Place(tmp_path / "state")
    assert place.key
    with pytest.raises(Trouble, match="in earnest"):
        training.claim(place, {"TRAINING": "1"})
    training.claim(place, {})
