"""What other systems wrote about the end of a call, as one of our outcomes."""

from dispatch.outcomes import Outcome, UnknownOutcome, outcome_of

ABBREVIATIONS = {
    "HAN": Outcome.SETTLED,
    "ABA": Outcome.SETTLED,
    "REP": Outcome.REPORT_TAKEN,
    "GOA": Outcome.GONE_ON_ARRIVAL,
    "UTL": Outcome.NOTHING_FOUND,
    "UNF": Outcome.NOTHING_FOUND,
    "NOM": Outcome.NOTHING_FOUND,
    "ADV": Outcome.ADVICE,
    "ARR": Outcome.ARREST,
    "CAN": Outcome.ABANDONED,
}
"""Of dispatch systems in North America: handled, abated, report, gone on arrival, unable to locate, unfounded ..."""


def recorded_outcome(text: str) -> Outcome:
    """The outcome that a record means; `other` where nobody can tell."""
    try:
        return outcome_of(text.lower())
    except UnknownOutcome:
        return ABBREVIATIONS.get(text.strip().upper(), Outcome.OTHER)
