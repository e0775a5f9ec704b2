"""A name is found whatever way it is typed."""

import pytest

from zones.search_keys import Quality, crossing_keys, folded, folded_number, keys_of, read_typed


def quality(typed: str, *names: str) -> Quality | None:
    return read_typed(typed).quality_of(keys_of(*names))


@pytest.mark.parametrize(
    ("typed", "name", "expected"),
    [
        ("人民路", "人民路", Quality.EXACT),
        ("ＲＥＮＭＩＮＬＵ", "人民路", Quality.EXACT),
        ("ren min lu", "人民路", Quality.EXACT),
        ("人", "人民路", Quality.STARTS),
        ("人民", "人民路", Quality.STARTS),
        ("renm", "人民路", Quality.STARTS),
        ("rml", "人民路", Quality.PART),
        ("人民医院", "第一人民医院", Quality.PART),
        ("renminyiyuan", "第一人民医院", Quality.PART),
        ("任民路", "人民路", Quality.SOUNDS),
        ("人明路", "人民路", Quality.SLIP),
        ("renmimlu", "人民路", Quality.SLIP),
        ("sw naito pkwy", "Southwest Naito Parkway", Quality.EXACT),
        ("Southwest Naito Parkway", "SW Naito Pkwy", Quality.EXACT),
        ("naito", "Southwest Naito Parkway", Quality.PART),
        ("parkway naito", "Southwest Naito Parkway", Quality.WORDS),
        ("Southwset Naito Parkway", "Southwest Naito Parkway", Quality.SLIP),
        ("niato", "Southwest Naito Parkway", Quality.SLIPPED_WORDS),
        ("ete", "Rue de l'Été", Quality.PART),
        ("", "人民路", None),
        ("/ - !", "人民路", None),
        ("oak", "Southwest Naito Parkway", None),
        ("民", "人民路", None),
    ],
)
def test_what_is_typed_finds_the_name_as_well_as_it_should(typed: str, name: str, expected: Quality | None) -> None:
    assert quality(typed, name) == expected


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("chongqinglu", "重庆路"),
        ("changanjie", "长安街"),
        ("liuanlu", "六安路"),
        ("lvanlu", "绿安路"),
        ("shanxianlu", "单县路"),
    ],
)
def test_characters_with_several_readings_are_found_by_the_usual_ones(typed: str, name: str) -> None:
    found = quality(typed, name)
    assert found is not None
    assert found <= Quality.SLIP


@pytest.mark.parametrize("typed", ["naitoo", "nito", "nairo", "naiot"])
def test_one_letter_too_many_too_few_another_or_two_swapped_is_forgiven(typed: str) -> None:
    assert quality(typed, "Naito") == Quality.SLIP


def test_two_wrong_letters_are_another_name() -> None:
    assert quality("Stork", "Stark") == Quality.SLIP
    assert quality("Storm", "Stark") is None


@pytest.mark.parametrize(
    "typed",
    [
        "人民路与解放路路口",
        "解放路/人民路",
        "人民路解放路口",
        "解放路和人民路",
        "renmin jiefang",
        "rml jfl",
        "Jiefang & Renmin",
    ],
)
def test_a_crossing_is_found_by_both_streets_in_either_order(typed: str) -> None:
    assert read_typed(typed).quality_of(crossing_keys(("人民路", "Renmin Road"), ("解放路",))) == Quality.WORDS


def test_a_crossing_forgives_a_wrong_letter_in_each_street() -> None:
    keys = crossing_keys(("Southwest Naito Parkway",), ("Southwest Salmon Street",))
    assert read_typed("niato and salmn").quality_of(keys) == Quality.SLIPPED_WORDS


@pytest.mark.parametrize(
    ("typed", "street", "number"),
    [
        ("福州路123号", "福州路", "123"),
        ("福州路 123", "福州路", "123"),
        ("福州路１２３号3楼", "福州路", "123"),
        ("12 Main St", "main st", "12"),
        ("12b Main St", "main st", "12b"),
        ("12 5th Avenue", "5th avenue", "12"),
        ("Rue Grimaldi, 12", "rue grimaldi", "12"),
        ("Southwest 5th Avenue", "", ""),
        ("第3小学", "", ""),
        ("人民路", "", ""),
        ("123", "", ""),
    ],
)
def test_a_house_number_is_told_from_the_street(typed: str, street: str, number: str) -> None:
    read = read_typed(typed)
    assert (read.street, read.number) == (street, number)


def test_full_width_case_and_accents_make_no_difference() -> None:
    assert folded("ＲＵＥ d'Été") == "rue d'ete"
    assert folded_number("１２ B号") == "12b"
