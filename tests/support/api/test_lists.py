"""Every list of the API asks the database as often for many as for few: read from the description.

A new list wants another row of its kind from `another_of_everything`, and says so.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import communities, intake
from accounts.models import Community, Member, PushSubscription
from accounts.notifications.notify import notify
from matching import availability, blocks, never_ask
from matching.models import Need, NeedState, Offer
from support import conversations, reflections, reports
from support.models import Appeal, CrisisResource, Grade, Measure, MeasureState, Pattern
from support.moderation import reasons
from tests.support.api.described import Operation, operations, schema
from tests.support.api.world import World, world
from tests.support.conftest import Connect, Propose

__all__ = ["world"]

# Whose list it is, where it is not its usual owner's.
OF = {
    "GET /api/v1/offers/": "omar",
    "GET /api/v1/me/reports/": "rita",
    "GET /api/v1/me/decisions/": "hugo",
}
# What other tests fill: the log, whoever waits to be admitted, and what led to a pattern.
ELSEWHERE = ("/moderation/log/", "/moderation/helpers/", "/patterns/{uid}/messages/")


def is_list(one: Operation) -> bool:
    good = next(said for code, said in one.described["responses"].items() if code.startswith("2"))
    shape = good.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    return shape.endswith("Page") and shape.rpartition("/")[2] in schema()["components"]["schemas"]


LISTS = [one for one in operations() if is_list(one)]


def looked(world: World, one: Operation) -> tuple[int, int]:
    """How many rows there are, and how often the database was asked for them."""
    keys = world.keys[OF.get(str(one), (*world.owners(one), "maya")[0])]
    wanted = world.body(one) | ({"name": "e"} if "search" in one.path else {})
    where = f"{world.address(one)}?limit=100"
    with CaptureQueriesContext(connection) as queries:
        told = keys.get(where) if one.verb == "get" else keys.post(where, wanted)
    assert told.status_code == 200, (str(one), told.content)
    return len(told.json()["items"]), len(queries)


@pytest.fixture
def another_of_everything(
    world: World,
    riverside: Community,
    connect: Connect,
    propose: Propose,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    now: datetime,
) -> Callable[[], None]:
    """More of whatever there is one of in the world, two times."""
    maya, omar, rita, hugo, nour, dora = (
        world.members[name] for name in ("maya", "omar", "rita", "hugo", "nour", "dora")
    )

    def once_more(turn: int) -> None:
        Community.objects.filter(pk=riverside.pk).update(review_proposals=False)
        riverside.refresh_from_db()
        met = connect(maya, make_member(f"Helper{turn}"))
        said = conversations.send(match=met, author=maya, words="More.", form_key=uuid4(), now=now)
        post_offer(omar)
        _of_maya(maya, make_member(f"Gone{turn}"), turn, now)
        _of_the_desk(turn)
        waits = post_need(make_member(f"Asks{turn}"))
        Need.objects.filter(pk=waits.pk).update(state=NeedState.IN_REVIEW, signs=["self"], signs_since=now)
        post_need(make_member(f"Looks{turn}"))
        post_offer(make_member(f"Offers{turn}"))
        conversations.send(
            match=said.match.__class__.objects.get(uid=world.things["conversations"].uid),
            author=maya,
            words="And more.",
            form_key=uuid4(),
            now=now,
        )
        place = riverside.memberships.get(member=dora)
        intake.take_in(
            desk=place,
            display_name=f"Rose{turn}",
            languages=["en"],
            time_zone="Europe/Lisbon",
            reach="Rings",
            consent=True,
            consent_how="by_phone",
            adult=True,
            now=now,
        )
        communities.create(name=f"Hill{turn}", slug=f"hill-{turn}", by=make_member(f"By{turn}"), now=now)
        Community.objects.filter(slug=f"hill-{turn}").update(listed=True)
        Community.objects.filter(pk=riverside.pk).update(review_proposals=True)
        riverside.refresh_from_db()
        propose(make_member(f"Seeks{turn}"), make_member(f"Helps{turn}"))

    def _of_the_desk(turn: int) -> None:
        met = connect(rita, make_member(f"Cold{turn}"))
        words = "Write to me: rita@elsewhere.example"
        conversations.send(match=met, author=rita, words=words, form_key=uuid4(), now=now)
        said = conversations.send(match=met, author=met.helper, words="Come.", form_key=uuid4(), now=now)
        reports.report(reporter=rita, match=met, words="No.", message=said, now=now)
        decided = Measure.objects.create(
            community=riverside,
            member=hugo,
            by=nour,
            grade=Grade.WARN,
            reason=reasons.REASONS[0].code,
            words="Slowly, please.",
            state=MeasureState.IN_FORCE,
            made_at=now,
        )
        Appeal.objects.create(measure=decided, words="No.", made_at=now)
        Pattern.objects.create(
            community=riverside, member=met.helper, kind="elsewhere", people=3, found_at=now, latest_at=now
        )
        communities.invite(community=riverside, by=nour, now=now)
        CrisisResource.objects.create(
            name=f"Line {turn}", phone=f"99{turn}", source="Them", expires_on=now.date() + timedelta(days=30)
        )

    def make() -> None:
        for turn in (1, 2):
            once_more(turn)

    return make


def _of_maya(maya: Member, gone: Member, turn: int, now: datetime) -> None:
    blocks.block(blocker=maya, blocked=gone, now=now)
    day = now.date() + timedelta(days=10 * turn)
    availability.add_away(member=maya, first_day=day, last_day=day, now=now)
    notify(
        member=maya,
        kind="membership_admitted",
        event=f"again {turn}",
        now=now,
        refers_to={"community": "riverside"},
    )
    never_ask.add(member=maya, address=f"somebody{turn}@else.example", now=now)
    reflections.write(member=maya, helped="The sea", now=now)
    PushSubscription.objects.create(
        member=maya, name="Phone", endpoint=f"https://push.test/1{turn}", fingerprint=f"1{turn}", made_at=now
    )


def test_a_long_list_asks_as_often_as_a_short_one(
    world: World, another_of_everything: Callable[[], None]
) -> None:
    few = asked_for(world)
    another_of_everything()
    many = asked_for(world)
    short = [name for name in few if many[name][0] <= few[name][0] and not name.endswith(ELSEWHERE)]
    assert short == []
    assert {name: (few[name], many[name]) for name in few if few[name][1] != many[name][1]} == {}


def asked_for(world: World) -> dict[str, tuple[int, int]]:
    """The second time: what is kept, or written down at the first look, is there by then."""
    return {str(one): [looked(world, one), looked(world, one)][1] for one in LISTS}
