"""What a narrative is warned of."""

import pytest

from dispatch.narrative import NarrativeWarning, warnings_in

NUMBER, PLATE = NarrativeWarning.IDENTITY_NUMBER, NarrativeWarning.PLATE
# 110105 is a district of Beijing; the number is the standard's own example, of nobody.
EXAMPLE = "11010519491231002X"


@pytest.mark.parametrize(
    "text",
    [EXAMPLE, EXAMPLE.lower(), f"身份证{EXAMPLE}的人", "110105 19491231 002X", "110105-19491231-002x"],
)
def test_an_identity_number_is_seen_however_it_is_written(text: str) -> None:
    assert warnings_in(text) == [NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",
        "1101051949123100",
        "13800138000",
        "call 110105194913310021 back",
        EXAMPLE + "1",
        "1" * 100000,
    ],
)
def test_other_long_numbers_are_no_identity_numbers(text: str) -> None:
    assert warnings_in(text) == []


@pytest.mark.parametrize("text", ["京A12345", "黑色轿车鲁A·8C888逃逸", "粤b d12345", "沪AD12345", "川A1234警"])
def test_a_plate_is_seen_however_it_is_written(text: str) -> None:
    assert warnings_in(text) == [PLATE]


@pytest.mark.parametrize("text", ["京剧", "新ABCDEFG", "川A", "The bank, door 12345", "🚓 مرحبا 12345"])
def test_other_words_are_no_plates(text: str) -> None:
    assert warnings_in(text) == []


def test_both_are_told_once_each() -> None:
    assert warnings_in(f"京A12345 京B54321 {EXAMPLE} {EXAMPLE}") == [NUMBER, PLATE]


def test_a_text_of_a_hundred_thousand_characters_is_read_at_once() -> None:
    assert warnings_in("京A" * 50000 + "110105" * 1000) == []
