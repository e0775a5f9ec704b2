"""How a place is found by its name, whatever way the name is typed.

A name is cut into units: a Latin word or number is one, each Chinese character is one. Its keys are the units joined
from the first on ("southwestnaitoparkway", 人民路), from each later unit on ("naitoparkway"), the same in pinyin
("renminlu") and the initials of that ("rml"). In the text of the keys each stands between blanks, a whole name behind
`=` besides, so that "starts with" is a plain search for `"= renm"` and "is" for `"= renminlu "`.

One wrong letter (another, one too few, one too many, two swapped) is found by slips: the hashes of a key and of the key
without each one of its letters. Two keys one wrong letter apart share a slip.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from zlib import crc32

from pypinyin import Style, pinyin

HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
UNIT = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
ONLY_HAN = re.compile(rf"[{HAN}]+")
NO_ACCENT = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
COMPASS = {"n": "north", "s": "south", "e": "east", "w": "west"}
CORNERS = {"ne": "northeast", "nw": "northwest", "se": "southeast", "sw": "southwest"}
STREETS = {"st": "street", "rd": "road", "dr": "drive", "ln": "lane", "ct": "court", "pl": "place", "sq": "square"}
WIDE_STREETS = {"ave": "avenue", "av": "avenue", "blvd": "boulevard", "bd": "boulevard", "pkwy": "parkway"}
SHORT_FORMS = {**COMPASS, **CORNERS, **STREETS, **WIDE_STREETS, "hwy": "highway"}
COMMON_WORDS = frozenset(SHORT_FORMS.values())  # a slip in one of them alone tells nothing
SEPARATOR = re.compile(r"[/&@+×]|\b(?:and|at|et)\b|(?<=[路街道巷弄桥线环口])[与和跟同及](?=.)", re.IGNORECASE)
JUNCTION = re.compile(r"(?:[十丁]字)?路口$|交叉口$|交汇处$")
AFTER_STREET = re.compile(r"(?<=[路街道巷弄])(?=..)")
NUMBERS = (
    re.compile(r"^(?P<street>.*\D)\s*(?<!第)(?P<number>\d+(?:-\d+)?[a-z甲乙丙]?)\s*[号號弄栋]\S*$", re.IGNORECASE),
    re.compile(r"^(?P<number>\d+[a-z]?),?\s+(?P<street>\d+(?:st|nd|rd|th)\b.*|[^\d\s].*)$", re.IGNORECASE),
    re.compile(rf"^(?P<street>.*(?:[{HAN}]\s*|[^\d\s],?\s+))(?P<number>\d+[a-z]?)$", re.IGNORECASE),
)
WHOLE = "="
MOST_UNITS = 24
MOST_READINGS = 6
MOST_PARTS = 6
SHORTEST_SLIP, SHORTEST_HAN_SLIP, LONGEST_SLIP = 4, 3, 40  # letters of a key: shorter ones are like too many others


type Forms = tuple[str, ...]


class Quality(IntEnum):
    """How well a name answers what was typed, the best first."""

    EXACT = 0
    STARTS = 1
    PART = 2
    SOUNDS = 3
    WORDS = 4
    SLIP = 5
    SLIPPED_WORDS = 6
    ALIKE = 7

    @property
    def word(self) -> str:
        """As programs are told it: "slipped_words"."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Keys:
    """What a name is found by."""

    text: str
    slips: frozenset[int]


@dataclass(frozen=True, slots=True)
class Clause:
    """Holds where the keys contain one of the texts or one of the slips."""

    texts: tuple[str, ...]
    slips: frozenset[int] = frozenset()

    def holds(self, keys: Keys) -> bool:
        return any(text in keys.text for text in self.texts) or not self.slips.isdisjoint(keys.slips)


@dataclass(frozen=True, slots=True)
class Test:
    """A name for which all clauses hold has this quality. `may_cross`: the name of a crossing too."""

    quality: Quality
    clauses: tuple[Clause, ...]
    may_cross: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """Tests from best to worst. Where one of them holds, one of the `gates` does: fewer, and quicker to look up."""

    tests: tuple[Test, ...]
    gates: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: to be found letter by letter, or but for one wrong letter in each name; `key` for likeness.

    With a house number: `number`, and the `street` without it.
    """

    key: str
    strict: Search
    forgiving: Search
    number: str = ""
    street: str = ""

    def quality_of(self, keys: Keys) -> Quality | None:
        """How well a name with these keys answers; None: not at all."""
        for test in (*self.strict.tests, *self.forgiving.tests):
            if all(clause.holds(keys) for clause in test.clauses):
                return test.quality
        return None


def folded(text: str) -> str:
    """Without full width, case and accents: "Ｒue d'ÉTÉ" is "rue d'ete"."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(NO_ACCENT)


def folded_number(text: str) -> str:
    """A house number as it is compared: "12 B" is "12b"."""
    return re.sub(r"\s|[号號]$", "", folded(text))


@lru_cache(maxsize=4096)
def keys_of(*names: str) -> Keys:
    """The keys of a thing with these names."""
    named = [_named(name) for name in names]
    slips = {slip for each in named for whole in each.wholes for slip in _slips(whole, mark=WHOLE)}
    return Keys(_text(named), frozenset(slips.union(*(each.slips_of_parts() for each in named))))


def crossing_keys(first: tuple[str, ...], second: tuple[str, ...]) -> Keys:
    """The keys of the crossing of two streets: those of both, of which each may have its wrong letter."""
    named = [_named(name) for name in (*first, *second)]
    slips = {slip for each in named for whole in each.wholes for slip in _slips(whole)}
    return Keys(_text(named), frozenset(slips.union(*(each.slips_of_parts() for each in named))))


@lru_cache(maxsize=256)
def read_typed(text: str) -> Typed:
    """What a person typed as the name of a place."""
    whole = _forms(_units(text))
    if not whole:
        return Typed("", Search((), ()), Search((), ()))
    parts = [forms for part in _parts(text) if (forms := _forms(_units(part)))][:MOST_PARTS]
    street, number = _house_number(text)
    return Typed(whole[0], _strict(whole, parts), _forgiving(whole, parts), number, street)


def _strict(whole: Forms, parts: list[Forms]) -> Search:
    """The typed text is one name, or how it begins, or sounds; or several names and words, in any order."""
    tests = [
        Test(Quality.EXACT, (Clause(tuple(f"= {form} " for form in whole)),)),
        Test(Quality.STARTS, (Clause(tuple(f"= {form}" for form in whole)),)),
    ]
    if len(whole[0]) > 1:
        tests.append(Test(Quality.PART, (Clause(tuple(f" {form}" for form in whole)),)))
    gates = tests[-1:]
    if sounds := _sounds(whole):
        gates.append(Test(Quality.SOUNDS, (Clause(tuple(f" {sound}" for sound in sounds)),)))
    if len(parts) > 1:
        clauses = tuple(Clause(tuple(f" {form}" for form in forms)) for forms in parts)
        gates.append(Test(Quality.WORDS, clauses, may_cross=any(forms[-1] not in COMMON_WORDS for forms in parts)))
    return Search((*tests, *gates[1:]), tuple(gates))


def _forgiving(whole: Forms, parts: list[Forms]) -> Search:
    """The same with one wrong letter in the name, or in each of the names and words."""
    marked = frozenset(slip for form in (*whole, *_sounds(whole)) for slip in _slips(form, mark=WHOLE))
    plain = _slips_of(whole)
    clauses = tuple(Clause(tuple(f" {form}" for form in forms), _slips_of(forms)) for forms in parts)
    tests = [Test(Quality.SLIPPED_WORDS, clauses, may_cross=len(parts) > 1)]
    if plain:
        tests.insert(0, Test(Quality.SLIPPED_WORDS, (Clause((), plain),)))
    if marked:
        tests.insert(0, Test(Quality.SLIP, (Clause((), marked),)))
    slips = marked.union(plain, *(clause.slips for clause in clauses))
    gate = Test(Quality.SLIPPED_WORDS, (Clause((), slips),), may_cross=len(parts) > 1)
    return Search(tuple(tests), (gate,)) if slips else Search((), ())


def _sounds(whole: Forms) -> Forms:
    """The pinyin of what was typed in Chinese, a single character excepted."""
    return tuple(_pinyin_of(form) for form in whole if len(form) > 1 and ONLY_HAN.search(form))


def _slips_of(forms: Forms) -> frozenset[int]:
    return frozenset(slip for form in forms for slip in _slips(form))


def _parts(text: str) -> list[str]:
    """The streets of a crossing, parted by a sign, a word or the end of a Chinese street's name; else the words."""
    halves = [half for half in SEPARATOR.split(folded(text)) if _units(half)]
    if len(halves) < 2:
        halves = [part for word in folded(text).split() for part in AFTER_STREET.split(word)]
    return [JUNCTION.sub("", half.strip()) or half for half in halves] if len(halves) > 1 else halves


def _house_number(text: str) -> tuple[str, str]:
    """The street and the house number in 福州路123号, "12 Main St" or "Rue Grimaldi 12"; two empty texts if none."""
    plain = folded(text).strip()
    for pattern in NUMBERS:
        if found := pattern.match(plain):
            return found["street"].strip(" ,"), folded_number(found["number"])
    return "", ""


def _units(text: str) -> list[str]:
    return UNIT.findall(folded(text))[:MOST_UNITS]


def _forms(units: list[str]) -> Forms:
    """The units joined, as they are and with short forms written out."""
    written_out = [SHORT_FORMS.get(unit, unit) for unit in units]
    return tuple(dict.fromkeys("".join(form) for form in (units, written_out) if form))


@dataclass(frozen=True, slots=True)
class _Named:
    """A name taken apart: whole, from each later unit on, other readings and initials, and its telling words."""

    wholes: list[str]
    tails: list[str]
    others: list[str]
    words: list[str]

    def slips_of_parts(self) -> set[int]:
        return {slip for part in (*self.tails[:1], *self.words) for slip in _slips(part)}


@lru_cache(maxsize=4096)
def _named(name: str) -> _Named:
    units = _units(name)
    readings = _readings(units)
    ways = [units, [SHORT_FORMS.get(unit, unit) for unit in units], *readings[:1]]
    last = len(units) - bool(units and ONLY_HAN.match(units[-1]))  # a single character is like too many others
    return _Named(
        wholes=list(dict.fromkeys("".join(way) for way in ways if way)),
        tails=list(dict.fromkeys("".join(way[at:]) for at in range(1, last) for way in ways)),
        others=[*("".join(reading) for reading in readings[1:]), *_initials(readings)],
        words=[unit for unit in units if unit not in COMMON_WORDS],
    )


def _text(named: list[_Named]) -> str:
    wholes = dict.fromkeys(whole for each in named for whole in each.wholes)
    parts = dict.fromkeys(part for each in named for part in (*each.tails, *each.others))
    return "".join(f"= {whole} " for whole in wholes) + "".join(f" {part} " for part in parts)


def _slips(form: str, *, mark: str = "") -> Iterator[int]:
    """The hashes of a form and of the form without each one letter, as signed 32 bits."""
    shortest = SHORTEST_HAN_SLIP if ONLY_HAN.search(form) else SHORTEST_SLIP
    if shortest <= len(form) <= LONGEST_SLIP:
        for slip in {form, *(form[:at] + form[at + 1 :] for at in range(len(form)))}:
            yield crc32((mark + slip).encode()) - 2**31


def _readings(units: list[str]) -> list[list[str]]:
    """The units with pinyin for characters: as the phrase is read, then with one character read another way.

    Empty where there is no Chinese in the name.
    """
    runs = re.findall(rf"[{HAN}]+|[^{HAN}]+", "".join(units))
    if not any(ONLY_HAN.fullmatch(run) for run in runs):
        return []
    ways: list[list[str]] = []
    for run in runs:
        if ONLY_HAN.fullmatch(run):  # a character without a reading stays as it is
            ways += pinyin(run, style=Style.NORMAL, heteronym=True, errors=list)  # type: ignore[arg-type]  # it takes a function, too
        else:
            ways.append([run])
    usual = [way[0] for way in ways]
    swapped = [[*usual[:at], other, *usual[at + 1 :]] for at, way in enumerate(ways) for other in way[1:]]
    return [usual, *swapped[: MOST_READINGS - 1]]


def _pinyin_of(form: str) -> str:
    return "".join(_readings(UNIT.findall(form))[0])


def _initials(readings: list[list[str]]) -> list[str]:
    """The first letters of the pinyin, of names of two characters and more."""
    return ["".join(unit[0] for unit in readings[0])] if readings and len(readings[0]) > 1 else []
