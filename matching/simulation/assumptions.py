"""What the made-up community is like, in one table: each number with where it comes from.

Most are guesses, and say so. Whoever knows better changes them here, and plays again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

GUESS = "assumed"
DEMO = "assumed, as in the demo community"
STUDY = (
    "said to be the range of helpers on a large peer-support site (Fang, Liu, Moriarty, Firman, Kraut, Zhu: Exploring "
    "Trade-Offs for Online Mental Health Matching, JMIR Formative Research 2024, e58241); not checked, of the study "
    "only the abstract was at hand"
)


@dataclass(frozen=True, slots=True)
class Assumption(Generic[T]):
    """One thing taken for true: its value, where it comes from, and what it means."""

    value: T
    source: str
    meaning: str


NUMBERS: dict[str, Assumption[float]] = {
    "seekers_a_day": Assumption(60, GUESS, "new needs a day"),
    "helpers": Assumption(200, GUESS, "people who offer help: scarce, as on most such sites"),
    "warm_up_days": Assumption(7, GUESS, "days before anything is counted: the community starts empty"),
    "after_days": Assumption(7, GUESS, "days played on, so that the last needs counted have their chance"),
    "accept_least": Assumption(0.17, STUDY, "chance that an answer is yes where nothing fits"),
    "accept_most": Assumption(0.47, STUDY, "chance that an answer is yes where all fits"),
    "reliable_least": Assumption(0.5, GUESS, "chance to answer at all, the least reliable helper"),
    "reliable_most": Assumption(0.98, GUESS, "chance to answer at all, the most reliable helper"),
    "delay_sigma": Assumption(1.1, GUESS, "spread of the time to an answer (log-normal)"),
    "connection_days": Assumption(4, GUESS, "half of all conversations hold their place longer than this"),
    "connection_sigma": Assumption(0.8, GUESS, "spread of how long conversations last (log-normal)"),
    "rating_base": Assumption(2.8, GUESS, "stars of five where nothing fits"),
    "rating_slope": Assumption(1.5, GUESS, "stars more where all fits"),
    "rating_slope_vulnerable": Assumption(
        2.0,
        "assumed; that fit matters more to vulnerable people is a finding of Fang and others, Matching for Peer "
        "Support, CSCW 2022 (summary)",
        "the same for vulnerable people",
    ),
    "rating_noise": Assumption(0.5, GUESS, "spread of ratings that nothing explains"),
    "zipf_needs": Assumption(0.9, GUESS, "how unevenly topics are asked about (Zipf exponent)"),
    "zipf_offers": Assumption(0.6, GUESS, "how unevenly topics are offered"),
    "second_topic": Assumption(0.3, GUESS, "share of needs about two topics"),
    "same_gender": Assumption(0.12, GUESS, "share of seekers who ask for a helper of their own gender"),
    "danger": Assumption(0.02, GUESS, "share of needs flagged for danger"),
    "trained": Assumption(0.15, GUESS, "share of helpers trained for danger who chose to help then"),
    "avoids": Assumption(0.3, DEMO, "share of helpers who would rather not take two of the sensitive topics"),
    "whole_group": Assumption(0.08, DEMO, "share of helpers who offer a whole group of topics"),
    "new_helpers": Assumption(0.12, DEMO, "share of helpers who have never been asked before"),
    "asked_before": Assumption(12, GUESS, "how often the others had been asked, on average"),
}

# From midnight on.
HOURS = (3, 2, 2, 1, 1, 1, 2, 3, 3, 4, 4, 4, 5, 4, 4, 5, 5, 5, 6, 7, 8, 9, 8, 5)

MIXES: dict[str, Assumption[Mapping[str, float]]] = {
    "urgency": Assumption({"today": 5, "this_week": 45, "whenever": 50}, DEMO, "how urgent needs are"),
    "patience_days": Assumption(
        {"today": 0.35, "this_week": 3, "whenever": 7},
        GUESS,
        "how long seekers wait before they give up, on average (constant hazard)",
    ),
    "delay_hours": Assumption(
        {"today": 0.5, "this_week": 3, "whenever": 5},
        GUESS,
        "half of all answers come sooner than this, quiet hours not counted",
    ),
    "similarity": Assumption(
        {"topic": 0.4, "experience": 0.15, "gender": 0.1, "age": 0.1, "unseen": 0.25},
        "assumed; the study predicts ratings from features of both sides, ours stand in for them",
        "what makes a pair fit. The engine sees topic and experience only",
    ),
    "kind": Assumption({"listening": 38, "experience": 32, "advice": 30}, DEMO, "what seekers ask for"),
    "kinds_offered": Assumption(
        {"listening": 0.85, "experience": 0.65, "advice": 0.6}, DEMO, "chance that a helper offers it"
    ),
    "formats_asked": Assumption({"chat": 34, "call": 12, "chat call": 54}, DEMO, "ways to talk, seekers"),
    "formats_offered": Assumption({"chat": 22, "call": 8, "chat call": 70}, DEMO, "ways to talk, helpers"),
    "gender": Assumption(
        {"woman": 36, "man": 30, "nonbinary": 4, "other": 2, "": 28}, DEMO, "genders; 28 in 100 do not say"
    ),
    "age_band": Assumption(
        {"18-29": 20, "30-44": 24, "45-59": 18, "60+": 16, "": 22}, DEMO, "ages; 22 in 100 do not say"
    ),
    "capacity": Assumption({"1": 30, "2": 35, "3": 20, "4": 10, "5": 5}, DEMO, "people at once, an offer"),
    "max_people": Assumption({"2": 15, "3": 35, "4": 25, "5": 15, "6": 10}, DEMO, "people at once, a helper"),
    "asks_a_week": Assumption({"5": 35, "7": 30, "10": 20, "14": 15}, DEMO, "requests a week, a helper"),
    "hour": Assumption(
        {str(hour): weight for hour, weight in enumerate(HOURS)},
        GUESS,
        "at which hour of their own day people ask",
    ),
}

# What could be otherwise, to see how far the findings lean on it.
SCENARIOS: dict[str, Mapping[str, float]] = {
    "usual": {},
    "scarce": {"helpers": 120},
    "ample": {"helpers": 400},
    "fit-does-not-matter": {
        "accept_least": 0.32,
        "accept_most": 0.32,
        "rating_slope": 0,
        "rating_slope_vulnerable": 0,
    },
}


def numbers(scenario: str = "usual", **changes: float) -> dict[str, float]:
    """The numbers of a scenario, with further changes. Raises `KeyError` for a name that is not in the table."""
    values = {name: assumption.value for name, assumption in NUMBERS.items()}
    for name, value in {**SCENARIOS[scenario], **changes}.items():
        if name not in values:
            raise KeyError(name)
        values[name] = value
    return values


def mix(name: str) -> Mapping[str, float]:
    """One of the tables of shares."""
    return MIXES[name].value
