"""Real names, typed badly: Portland's streets."""

import random
from pathlib import Path
from string import ascii_lowercase

import pytest

from tests.zones.gazetteer.conftest import build
from zones.gazetteer import find_places
from zones.models import Place
from zones.vocabulary import PlaceKind

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]


def with_a_wrong_letter(name: str, chance: random.Random) -> str:
    """The name with one letter replaced, left out, doubled or swapped with the next."""
    at = chance.choice([at for at, sign in enumerate(name[:-1]) if sign.isalnum()])
    before, letter, after = name[:at], name[at], name[at + 1 :]
    other = chance.choice([sign for sign in ascii_lowercase if sign != letter.lower()])
    swapped = after[:1] + letter + after[1:]
    return before + chance.choice([other + after, after, letter + letter + after, swapped])


def test_of_a_hundred_names_with_a_wrong_letter_ninety_are_among_the_first_three(real_data: Path) -> None:
    build(real_data / "portland" / "roads.osm.pbf")
    streets = Place.objects.filter(kind=PlaceKind.STREET.value)
    names = sorted(set(streets.values_list("name", flat=True)))
    chance = random.Random(20261123)
    missed = []
    for name in chance.sample(names, 100):
        typed = with_a_wrong_letter(name, chance)
        if name not in [place.name for place in find_places(typed, near=None, limit=3, paths=())]:
            missed.append((typed, name))
    assert len(missed) <= 10, missed
    for typed, name in [
        ("Sothwest Naito Parkway", "Southwest Naito Parkway"),
        ("naito", "Southwest Naito Parkway"),
        ("SW Salmon & SW Naito", "Southwest Naito Parkway / Southwest Salmon Street"),
        ("hawthorne brigde", "Hawthorne Bridge"),
    ]:
        assert name in [place.name for place in find_places(typed, near=(-122.676, 45.515), limit=3, paths=())]
