"""In play no rule is broken and nobody is asked beyond what they can give; the same seed plays the same."""

from dataclasses import replace
from datetime import datetime

import pytest

from matching.engine import rules
from matching.simulation import play as playing
from matching.simulation.assumptions import MIXES, numbers
from matching.simulation.choosing import Chosen, Question
from matching.simulation.comparing import compare
from matching.simulation.looking import Looking
from matching.simulation.pairs import Pairs
from matching.simulation.play import Played, play
from matching.simulation.policies import OURS, POLICIES, Choosing
from matching.simulation.standing import WEEK, Giving, Waiting
from matching.simulation.world import World, build


@pytest.fixture(scope="module")
def played(world: World) -> dict[str, Played]:
    return play(world, POLICIES)


@pytest.mark.parametrize("name", POLICIES)
def test_every_rule_holds_and_nobody_is_asked_beyond_their_limits(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, ask = [], playing._Game.ask

    def watched(game: playing._Game, need: int, offer: int, now: datetime) -> None:
        helper, waiting = game.helpers[offer], game.searching[need]
        assert rules.may_meet(waiting.side, helper.side_at(now), now)
        ask(game, need, offer, now)
        assert helper.taken <= min(helper.helper.capacity, helper.helper.max_people)
        assert sum(each > now - WEEK for each in helper.lately) <= helper.helper.asks_a_week
        silent = sum(each.silent for each in waiting.asks.values())
        assert len(waiting.asks) <= min(POLICIES[name].asks[waiting.side.urgency] + silent, 5)
        asked.append(need)

    monkeypatch.setattr(playing._Game, "ask", watched)
    play(world, {name: POLICIES[name]})
    assert len(asked) > 30


def test_a_policy_that_breaks_a_rule_is_stopped(world: World) -> None:
    def greedy(question: Question) -> Chosen:
        """Asks everybody at once, whatever the places."""
        return list(question.possible)

    with pytest.raises(ValueError, match="against the rules"):
        play(world, {"greedy": Choosing("Too much", greedy)})


def test_everybody_meets_somebody_while_they_wait_or_goes_or_waits_on(played: dict[str, Played]) -> None:
    for each in played.values():
        for waiting in each.seekers.values():
            assert not (waiting.met and waiting.left)
            assert (waiting.rating is None) == (waiting.met is None)
            if waiting.met:
                assert waiting.seeker.arrives < waiting.met < waiting.seeker.gives_up
            else:
                assert waiting.left in (None, waiting.seeker.gives_up)


def test_an_answer_is_kept_in_the_helper_s_past(played: dict[str, Played]) -> None:
    for helper in played[OURS].helpers.values():
        before, after = helper.helper.offer.past, helper.side.past
        asked = sum(each.offer == helper.side.id for each in played[OURS].asked)
        assert before.asked <= after.asked <= before.asked + asked


def test_for_today_ours_asks_several_at_once_and_first_come_first_served_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    urgent = replace(MIXES["urgency"], value={"today": 1.0})
    monkeypatch.setitem(MIXES, "urgency", urgent)
    at_once, refresh = {"ours": 0, "first": 0}, Waiting.refresh
    world = build(3, weeks=1, given=numbers(seekers_a_day=4, helpers=40, warm_up_days=0, after_days=0))
    for name in at_once:

        def counted(waiting: Waiting, *, declined: int | None = None, name: str = name) -> None:
            refresh(waiting, declined=declined)
            at_once[name] = max(at_once[name], len(waiting.asks))
            assert len(waiting.side.pending) == len(waiting.asks)

        monkeypatch.setattr(Waiting, "refresh", counted)
        play(world, {name: POLICIES[name]})
    assert at_once["first"] == 1
    assert 2 <= at_once["ours"] <= 5


def test_the_same_seed_plays_the_same_with_any_number_of_workers(small: None) -> None:
    one, two = (
        compare(seeds=(1, 2, 3), weeks=1, policies=("first", OURS), workers=workers) for workers in (1, 2)
    )
    assert one.as_json() == two.as_json()
    assert list(one.seeds) == [1, 2, 3]
    assert one.seeds[1] != one.seeds[2]


def test_people_are_the_same_whatever_is_played_beside(world: World) -> None:
    alone = play(build(1, weeks=1, given=world.given), {OURS: POLICIES[OURS]})[OURS]
    beside = play(world, {"last": POLICIES["last"], OURS: POLICIES[OURS]})[OURS]
    assert alone.asked == beside.asked


def test_a_rule_that_no_longer_holds_at_the_very_moment_leaves_the_need_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = POLICIES[OURS]
    searching = {id: Waiting.arrived(each, policy.asks) for id, each in world.seekers.items()}
    helpers = {id: Giving(each, each.offer) for id, each in world.helpers.items()}
    looking = Looking(
        policy, Pairs({id: each.offer for id, each in world.helpers.items()}), searching, helpers
    )
    looking.needs.update(searching)
    found = looking.look(world.end)
    assert found
    assert not looking.has_cause
    monkeypatch.setattr(rules, "may_meet", lambda need, offer, now: False)
    looking.needs.update(searching)
    assert not looking.look(world.end)
    assert looking.needs == {need for need, _ in found}
