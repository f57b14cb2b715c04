"""Nobody can be found: not in one figure, and not by putting together all that is ever told of a community.

Made-up small communities live for some weeks; all is told that the service tells of them, on whatever page or file.
Then an attacker who knows how the figures are made, and what must hold between them, works out for gaps the least and
the most people that can be behind each (exactly, in whole numbers). No small number may come out.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

import numpy
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.crowds import FEW
from support.pulse import coarse

WEEKS, TOPICS = 8, 3  # two stretches of four weeks

Cell = tuple[object, ...]
Who = tuple[int, set[int], str, bool]

people = st.lists(
    st.tuples(
        st.integers(0, TOPICS - 1),  # what they ask about
        st.sets(st.integers(0, WEEKS - 1), min_size=1, max_size=3),  # in which weeks
        st.sampled_from(("asked", "reached", "connected", "helped")),  # how far it comes
        st.booleans(),  # whether they offer help, too
    ),
    max_size=30,
)


@dataclass
class Attack:
    """What is told, as bounds of the true numbers, and what everybody knows to hold between them."""

    true: dict[Cell, int] = field(default_factory=lambda: defaultdict(int))
    rules: list[tuple[dict[Cell, int], int]] = field(default_factory=list)  # sum <= so many

    def holds(self, less: Sequence[Cell], more: Sequence[Cell]) -> None:
        """These together are never more than those."""
        rule: dict[Cell, int] = defaultdict(int)
        for cell in less:
            rule[cell] += 1
        for cell in more:
            rule[cell] -= 1
        assert sum(self.true[cell] * sign for cell, sign in rule.items()) <= 0
        self.rules.append((rule, 0))

    def found(self, cell: Cell, most_of_a_gap: int = 2 * FEW - 2) -> tuple[int, int]:
        """The least and the most that the attacker must take for possible."""
        cells = sorted(self.true, key=repr)
        ends = [bounds_of(self.true[one], one, most_of_a_gap) for one in cells]
        bounds = Bounds([low for low, _ in ends], [high for _, high in ends])
        rows = numpy.array([[rule.get(one, 0) for one in cells] for rule, _ in self.rules])
        limits = LinearConstraint(rows, ub=[limit for _, limit in self.rules])
        aim = numpy.array([float(one == cell) for one in cells])
        least, most = (
            milp(sign * aim, bounds=bounds, constraints=limits, integrality=numpy.ones(len(cells)))
            for sign in (1, -1)
        )
        assert least.status == most.status == 0
        return round(least.fun), round(-most.fun)


def bounds_of(people: int, cell: Cell, most_of_a_gap: int) -> tuple[int, int]:
    """What a figure tells whoever knows how it is made, but not where in this place it begins to be told."""
    told = coarse.told(people, *cell)
    return (told, told + coarse.STEP - 1) if told else (0, most_of_a_gap)


def lived(crowd: list[Who]) -> Attack:
    """All that is told of these people, and all that relates it."""
    attack = Attack()
    for week in range(WEEKS):
        attack.true["asked", week] = sum(week in weeks for _, weeks, _, _ in crowd)
        attack.true["first_asked", week] = sum(week == min(weeks) for _, weeks, _, _ in crowd)
    for four in range(WEEKS // 4):
        stretch = set(range(4 * four, 4 * four + 4))
        here = [(topic, far, gives) for topic, weeks, far, gives in crowd if weeks & stretch]
        steps = ["asked", "reached", "connected", "helped"]
        for number, name in enumerate(["seekers", "seekers_reached", "seekers_connected", "seekers_helped"]):
            attack.true[name, four] = sum(steps.index(far) >= number for _, far, _ in here)
        attack.true["seekers_give", four] = sum(gives for _, _, gives in here)
        for topic in range(TOPICS):
            mine = [far for its, far, _ in here if its == topic]
            attack.true["topic_asked", four, topic] = len(mine)
            attack.true["topic_waiting", four, topic] = sum(far in ("asked", "reached") for far in mine)
    _relate(attack)
    return attack


def _relate(attack: Attack) -> None:
    for week in range(WEEKS):
        attack.holds([("first_asked", week)], [("asked", week)])
        attack.holds([("asked", week)], [("first_asked", earlier) for earlier in range(week + 1)])
    for four in range(WEEKS // 4):
        stretch = range(4 * four, 4 * four + 4)
        topics = [("topic_asked", four, topic) for topic in range(TOPICS)]
        chain = ["seekers", "seekers_reached", "seekers_connected", "seekers_helped"]
        for more, less in pairwise(chain):
            attack.holds([(less, four)], [(more, four)])
        attack.holds([("seekers_give", four)], [("seekers", four)])
        attack.holds([("seekers", four)], topics)
        attack.holds([("seekers", four)], [("asked", week) for week in stretch])
        attack.holds([("first_asked", week) for week in stretch], [("seekers", four)])
        for week in stretch:
            attack.holds([("asked", week)], [("seekers", four)])
        for topic in range(TOPICS):
            attack.holds([("topic_asked", four, topic)], [("seekers", four)])
            attack.holds([("topic_waiting", four, topic)], [("topic_asked", four, topic)])


@tries(max_examples=30, deadline=None)
@given(people, st.randoms(use_true_random=False))
def test_no_small_number_can_be_worked_out_from_all_that_is_told(crowd: list[Who], dice: Random) -> None:
    attack = lived(crowd)
    few = {cell: people for cell, people in attack.true.items() if people < FEW}
    for cell, people in attack.true.items():
        assert coarse.told(people, *cell) >= FEW or not coarse.told(people, *cell)
    for cell in dice.sample(sorted(few, key=repr), min(5, len(few))):
        least, most = attack.found(cell)
        assert most - least >= 2, (cell, few[cell], least, most)


def test_a_gap_that_always_meant_under_five_would_be_filled() -> None:
    """Four new people in each of four weeks, all about the same: the sum of the gaps is told elsewhere."""
    attack = lived([(0, {week}, "asked", False) for week in range(4) for _ in range(4)])
    assert attack.found(("asked", 1), most_of_a_gap=FEW - 1) == (3, 4)
    least, most = attack.found(("asked", 1))
    assert least == 0
    assert most >= FEW


@pytest.mark.parametrize("people", range(FEW))
def test_few_are_never_told_and_nobody_is_few(people: int) -> None:
    """Nought says no more than four do."""
    assert {coarse.told(people, "asked", week) for week in range(200)} == {coarse.UNTOLD}


@given(st.integers(FEW, 10_000), st.integers())
def test_what_is_told_is_a_step_below_the_truth(people: int, place: int) -> None:
    told = coarse.told(people, place)
    assert told % coarse.STEP == 0
    assert (told == 0 and people < 2 * FEW - 1) or people - coarse.STEP < told <= people


def test_where_it_begins_to_be_told_differs_and_stays() -> None:
    begins = [coarse.begins("asked", week) for week in range(200)]
    assert set(begins) == set(range(FEW, 2 * FEW))
    assert begins == [coarse.begins("asked", week) for week in range(200)]


def test_of_a_mean_nobody_learns_what_the_last_one_said() -> None:
    """Even who knows nine of ten answers: whatever the tenth said, the same could be told."""
    nine = 27
    told = {coarse.halves((nine + last) / 10, 10) for last in range(1, 6)}
    assert len(told) <= 2
    assert coarse.halves(3.0, 9) == coarse.lasted(3600, 9) == coarse.UNTOLD
