"""Chinese names, typed badly: the streets of the made-up city, which share most of their characters."""

import random
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase

import pytest
from pypinyin import lazy_pinyin

from tests.zones.gazetteer.conftest import build
from zones.demo_city import CityPlan, write_city
from zones.gazetteer import find_places
from zones.models import Place
from zones.vocabulary import PlaceKind

pytestmark = pytest.mark.django_db

SEED = 20261123
COMMON = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]
A_KILOMETRE = 0.009  # degrees north


class Typist:
    """Types a street's name in a hurry."""

    def __init__(self, chance: random.Random, names: set[str]) -> None:
        self.chance = chance
        self.names = names
        self.sounding: dict[str, list[str]] = defaultdict(list)
        for sign, sound in zip(COMMON, lazy_pinyin("".join(COMMON)), strict=True):
            self.sounding[sound].append(sign)

    def wrong_character(self, name: str) -> str:
        return self.replaced(name, lambda _sign: COMMON)

    def wrong_character_of_the_same_sound(self, name: str) -> str:
        return self.replaced(name, lambda sign: self.sounding[lazy_pinyin(sign)[0]])

    def wrong_letter_of_the_pinyin(self, name: str) -> str:
        return self.replaced(self.pinyin(name), lambda _letter: list(ascii_lowercase))

    def pinyin(self, name: str) -> str:
        return "".join(lazy_pinyin(name))

    def half(self, name: str) -> str:
        return name[:2]

    def half_the_pinyin(self, name: str) -> str:
        return self.pinyin(name)[:6]

    def initials(self, name: str) -> str:
        return "".join(sound[0] for sound in lazy_pinyin(name))

    def replaced(self, text: str, choices: Callable[[str], list[str]]) -> str:
        """The text with one sign replaced by another choice, so that it is no name of the city."""
        while True:
            at = self.chance.randrange(len(text))
            other = self.chance.choice(choices(text[at]))
            typed = text[:at] + other + text[at + 1 :]
            if other != text[at] and typed not in self.names:
                return typed


@pytest.fixture(scope="session")
def city_file(city: CityPlan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made-up") / "city.osm.pbf"
    write_city(city, path)
    return path


def test_of_a_hundred_streets_typed_badly_ninety_are_among_the_first_three(city_file: Path) -> None:
    build(city_file)
    streets = {street.name: street for street in Place.objects.filter(kind=PlaceKind.STREET.value)}
    typist = Typist(random.Random(SEED), set(streets))

    def missed(way: Callable[[str], str], *, away: float | None) -> list[tuple[str, str]]:
        tried = [(way(name), name) for name in typist.chance.sample(sorted(streets), 100)]
        return [(typed, name) for typed, name in tried if name not in first_three(typed, streets[name], away)]

    telling = [typist.wrong_character_of_the_same_sound, typist.wrong_letter_of_the_pinyin, typist.pinyin, typist.half]
    shared = [typist.wrong_character, typist.half_the_pinyin, typist.initials]  # by many streets: the map must be near
    for way in telling:
        assert len(missed(way, away=None)) <= 10, way.__name__
    for way in shared:
        assert len(missed(way, away=A_KILOMETRE)) <= 10, way.__name__


def first_three(typed: str, street: Place, away: float | None) -> list[str]:
    """What is found first with the middle of the map `away` degrees north of the street, or without a map."""
    near = None if away is None else (street.point.x, street.point.y + away)
    return [place.name for place in find_places(typed, near=near, limit=3, paths=())]
