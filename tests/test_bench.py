"""The benchmark's verdict: what `results.json` says and with which code it exits."""

import json
from pathlib import Path

import pytest

from bench.measure import Rounds, percentile
from bench.report import Row, exit_code, table, write_results


def row(name: str = "R1 recommendation", *, ratio: float, bar: float = 3.0, **more: object) -> Row:
    return Row(name, ours=20.0, baseline=10.0, ratio=ratio, bar=bar, unit="ms", rounds=5, **more)


def test_a_row_holds_up_to_its_bar_and_not_beyond() -> None:
    assert row(ratio=3.0).holds
    assert not row(ratio=3.01).holds


def test_a_row_that_asks_for_at_least_holds_from_its_bar_on() -> None:
    assert row(ratio=5.0, bar=5.0, at_least=True).holds
    assert not row(ratio=4.99, bar=5.0, at_least=True).holds


def test_a_wrong_answer_fails_a_row_however_fast_it_came() -> None:
    assert not row(ratio=0.1, faults=["one order arrived twice"]).holds


def test_the_exit_code_is_good_only_when_every_row_holds() -> None:
    assert exit_code([row(ratio=1), row(ratio=2)]) == 0
    assert exit_code([row(ratio=1), row(ratio=4)]) == 1
    assert exit_code([]) == 1


def test_results_are_a_list_of_rows_with_name_ours_baseline_ratio_bar_and_verdict(tmp_path: Path) -> None:
    write_results([row(ratio=2.0), row("D1 dispatch", ratio=9.0, bar=4)], tmp_path / "results.json")
    first, second = json.loads((tmp_path / "results.json").read_text())
    assert {name: first[name] for name in ("name", "ours", "baseline", "ratio", "bar", "holds")} == {
        "name": "R1 recommendation",
        "ours": 20.0,
        "baseline": 10.0,
        "ratio": 2.0,
        "bar": 3.0,
        "holds": True,
    }
    assert second["holds"] is False


def test_the_table_says_what_falls_short_and_what_was_wrong() -> None:
    text = table([row(ratio=9.0, faults=["entry 7 reached 299 of 300 consoles"])])
    assert "FALLS SHORT" in text
    assert "299 of 300" in text


def test_the_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    rounds = Rounds()
    for ours, baseline in [(0.02, 0.01), (0.09, 0.03), (0.8, 0.1)]:
        rounds.add(ours=ours, baseline=baseline)
    assert rounds.figures()["ratio"] == pytest.approx(3.0)
    assert rounds.figures(inverted=True)["ratio"] == pytest.approx(1 / 3)
    assert rounds.figures()["ours"] == pytest.approx(90.0)


def test_the_ninety_fifth_percentile_is_a_measured_value() -> None:
    assert percentile([float(value) for value in range(1, 101)], 95) == 95.0
    assert percentile([7.0], 99) == 7.0
    with pytest.raises(ValueError, match="Nothing was measured"):
        percentile([], 95)
