"""How calls end: the outcomes, and what each is called in the disposition codes of APCO ANS 1.111.2 (F43).

Plain values. Their names in words are in `dispatch/selectors/outcomes.py`.
"""

from enum import StrEnum


class Outcome(StrEnum):
    """How a call was dealt with."""

    SETTLED = "settled"
    REPORT_TAKEN = "report_taken"
    HANDED_OVER = "handed_over"
    REFERRED = "referred"
    NOTHING_FOUND = "nothing_found"
    GONE_ON_ARRIVAL = "gone_on_arrival"
    FALSE_ALARM = "false_alarm"
    ARREST = "arrest"
    SECURED = "secured"
    STOOD_BY = "stood_by"
    ADVICE = "advice"
    PRANK = "prank"
    ABANDONED = "abandoned"
    DUPLICATE = "duplicate"
    OTHER = "other"


APCO: dict[Outcome, str] = {
    Outcome.SETTLED: "18",  # settled by contact
    Outcome.REPORT_TAKEN: "01",  # report taken
    Outcome.HANDED_OVER: "16",  # transport or escort
    Outcome.REFERRED: "15",  # referred to a partner
    Outcome.NOTHING_FOUND: "02",  # no report
    Outcome.GONE_ON_ARRIVAL: "14",  # gone on arrival
    Outcome.FALSE_ALARM: "17",  # false alarm
    Outcome.ARREST: "03",  # arrest
    Outcome.SECURED: "20",  # building secure
    Outcome.STOOD_BY: "36",  # operational support
    Outcome.ADVICE: "05",  # settled by phone
    Outcome.PRANK: "17",  # false alarm
    Outcome.ABANDONED: "10",  # cancelled
    Outcome.DUPLICATE: "22",  # duplicate
    Outcome.OTHER: "02",  # no report
}
"""The two digits of each outcome. Several of ours may share one; APCO has no wider choice there."""

ON_SCENE = (
    Outcome.SETTLED,
    Outcome.REPORT_TAKEN,
    Outcome.HANDED_OVER,
    Outcome.REFERRED,
    Outcome.NOTHING_FOUND,
    Outcome.GONE_ON_ARRIVAL,
    Outcome.FALSE_ALARM,
    Outcome.ARREST,
    Outcome.SECURED,
    Outcome.STOOD_BY,
    Outcome.OTHER,
)
"""What a crew chooses from, most usual first."""

WITHOUT_DISPATCH = (
    Outcome.ADVICE,
    Outcome.REFERRED,
    Outcome.PRANK,
    Outcome.ABANDONED,
    Outcome.DUPLICATE,
)
"""What the desk closes a call with when nobody was sent, most usual first."""


class UnknownOutcome(Exception):
    """No outcome has this code."""


def outcome_of(code: str) -> Outcome:
    """The outcome with this code.

    Raises:
        UnknownOutcome: there is none.
    """
    try:
        return Outcome(code.strip())
    except ValueError as error:
        raise UnknownOutcome(code) from error
