"""One of everything that an address of the API may name, and everybody who may ask for it.

Maya asked, Omar helps: they talk. Rita asked too and Hugo helps: their first message is held, she told the moderators,
and something was decided about him. Nour moderates; the founder owns the place and runs the service; Dora's desk
speaks for Rose.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts import communities, intake
from accounts.models import Community, Member, PushSubscription, Role, Standing
from accounts.notifications.notify import notify
from matching import availability, blocks, never_ask
from matching.models import Match, Need, NeedState, Offer
from support import conversations, followup, meetings, reflections, reports, tokens
from support.api import limits
from support.models import (
    Appeal,
    CaseNote,
    CheckIn,
    CrisisResource,
    Grade,
    Measure,
    MeasureState,
    Pattern,
    SupervisionNote,
)
from support.moderation import reasons
from support.privacy import exporting
from support.scopes import Scope
from tests.support.api.conftest import Api, Program
from tests.support.api.described import NAMED, Operation
from tests.support.conftest import Connect

# The parts of addresses that name no row.
PARTS = {"community": "riverside", "guide": "listening", "whose": "mine", "kind": "report"} | {
    "what": "need",
    "chart": "topics",
}
MODERATORS = ("nour", "founder")
DESK = "desk "  # what moderators see has a place of its own among the nouns


@dataclass(frozen=True)
class Thing:
    uid: UUID
    owners: tuple[str, ...]  # who may see it
    changes: tuple[str, ...] | None = None  # who may change it, where that is not all of them


@dataclass
class World:
    """`things` by the noun that stands before their id in an address."""

    things: dict[str, Thing]
    members: dict[str, Member]
    keys: dict[str, Api]
    named: dict[str, str]  # what bodies name, by the field

    def address(self, one: Operation) -> str:
        """Of the thing of its noun; of one that there is not, where the world has none."""
        parts: dict[str, Any] = {name: PARTS.get(name, "x") for name in NAMED.findall(one.path)}
        for name in one.ids:
            thing = self.things.get(one.noun_of(name))
            parts[name] = thing.uid if thing else uuid4()
        return one.path.removeprefix("/api/v1/").format(**parts)

    def body(self, one: Operation) -> dict[str, Any]:
        """The example of the description, about what there is here."""
        return {field: self.named.get(field, value) for field, value in one.example().items()}

    def owners(self, one: Operation) -> tuple[str, ...]:
        """Who may see what it is about: of an address without an id everybody sees their own."""
        if one.ids:
            thing = self.things.get(one.noun_of(one.ids[-1]))
            if thing is None:
                return ()
            return thing.owners if one.verb == "get" or thing.changes is None else thing.changes
        if one.at_the_desk:
            return MODERATORS
        return ("dora",) if one.who == Scope.PROXY else ("maya",)


@pytest.fixture
def world(
    riverside: Community,
    maya: Member,
    omar: Member,
    lena: Member,
    nour: Member,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    connect: Connect,
    propose: Callable[[Member, Member], Match],
    program: Program,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    # How often is `test_common.py`'s.
    monkeypatch.setattr(limits, "tries", lambda *_: 1)
    others = {name: make_member(name.title()) for name in ("rita", "hugo", "dora", "blocked", "fellow")}
    others |= {name: make_member(name.title()) for name in ("suspended", "outsider")}
    founder = Member.objects.get(email="founder@members.example")
    Member.objects.filter(pk=founder.pk).update(is_operator=True)
    founder.refresh_from_db()
    people = {"founder": founder, "maya": maya, "omar": omar, "lena": lena, "nour": nour} | others
    things = (
        _of_two(maya, omar, connect, now)
        | _of_maya(maya, people["blocked"], now)
        | _of_the_desk(riverside, nour, people["rita"], people["hugo"], connect, now)
        | _of_dora(riverside, people["dora"], now)
    )
    waits = post_need(make_member("Asks"))
    Need.objects.filter(pk=waits.pk).update(state=NeedState.IN_REVIEW, signs=["self"], signs_since=now)
    things[DESK + "danger"] = Thing(waits.uid, MODERATORS)
    things[DESK + "needs"] = Thing(post_need(make_member("Looks")).uid, MODERATORS)
    Community.objects.filter(pk=riverside.pk).update(review_proposals=True)
    riverside.refresh_from_db()
    review = propose(make_member("Seeks"), make_member("Helps"))
    things[DESK + "proposals"] = Thing(review.uid, MODERATORS)
    _strangers(riverside, people, now)
    keys = {name: _key(program, member) for name, member in people.items()} | {"nobody": program(None)}
    _invitation, secret = communities.invite(community=riverside, by=nour, now=now)
    named = {
        "until": things["conversations messages"].uid,
        "to": founder.memberships.get().uid,
        "member": things["desk members"].uid,
        "report": things["reports"].uid,
        "offer": Offer.objects.get(member__memberships__display_name="Helps").uid,
        "secret": secret,
    }
    return World(things, people, keys, {field: str(value) for field, value in named.items()})


def _key(program: Program, member: Member) -> Api:
    return program(member, *tokens.offered(member, second_step=True))


def _of_two(maya: Member, omar: Member, connect: Connect, now: datetime) -> dict[str, Thing]:
    met = connect(maya, omar)
    said = conversations.send(match=met, author=maya, words="Hello.", form_key=uuid4(), now=now)
    conversations.send(match=met, author=omar, words="Hello to you.", form_key=uuid4(), now=now)
    begins = now + timedelta(days=1, hours=6, minutes=30)
    meetings.suggest(match=met, member=maya, begins=begins, minutes=30, now=now)
    meetings.accept(match=met, member=omar, wanted=begins, now=now)
    CheckIn.objects.create(match=met, member=maya, day=3, asked_at=now)
    for side in (maya, omar):
        followup.thank(match=met, author=side, words="You were there.", now=now)
    both = ("maya", "omar")
    return {
        "needs": Thing(met.need.uid, ("maya",)),
        "offers": Thing(met.offer.uid, ("omar",)),
        "matches": Thing(met.uid, both),
        "conversations": Thing(met.uid, both),
        "conversations messages": Thing(said.uid, both, ("maya",)),
    }


def _of_maya(maya: Member, blocked: Member, now: datetime) -> dict[str, Thing]:
    """What only she sees."""
    blocks.block(blocker=maya, blocked=blocked, now=now)
    day = now.date()
    away = availability.add_away(
        member=maya, first_day=day, last_day=day + timedelta(days=1), now=now - timedelta(days=30)
    )
    told = notify(
        member=maya, kind="membership_admitted", event="once", now=now, refers_to={"community": "riverside"}
    )
    assert told is not None
    copy = exporting.ask(member=maya, now=now)
    exporting.make(export_id=copy.pk, clock=lambda: now)
    rows: dict[str, Any] = {
        "away": away,
        "blocks": blocks.blocked_by(maya)[0],
        "never-ask": never_ask.add(member=maya, address="somebody@else.example", now=now),
        "journal": reflections.write(member=maya, helped="The river", now=now),
        "notifications": told,
        "devices": PushSubscription.objects.create(
            member=maya, name="Phone", endpoint="https://push.test/1", fingerprint="1", made_at=now
        ),
    }
    return {noun: Thing(row.uid, ("maya",)) for noun, row in rows.items()}


def _of_the_desk(
    riverside: Community, nour: Member, rita: Member, hugo: Member, connect: Connect, now: datetime
) -> dict[str, Thing]:
    met = connect(rita, hugo)
    words = "Write to me: rita@elsewhere.example"
    held = conversations.send(match=met, author=rita, words=words, form_key=uuid4(), now=now)
    said = conversations.send(match=met, author=hugo, words="Come on.", form_key=uuid4(), now=now)
    told = reports.report(reporter=rita, match=met, words="No.", message=said, now=now)
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
    asked = Appeal.objects.create(measure=decided, words="It was meant otherwise.", made_at=now)
    found = Pattern.objects.create(
        community=riverside, member=hugo, kind="elsewhere", people=3, found_at=now, latest_at=now
    )
    note = CaseNote.objects.create(
        community=riverside,
        kind="report",
        case_key=told.pk,
        by=nour,
        words="I talk with both.",
        written_at=now,
    )
    kept = SupervisionNote.objects.create(
        community=riverside, about=hugo, by=nour, words="Rests.", made_at=now
    )
    invitation, _secret = communities.invite(community=riverside, by=nour, now=now)
    desk: dict[str, Any] = {
        "cases": told,
        "cases notes": note,
        "helpers notes": kept,
        "reports": told,
        "messages": held,
        "measures": decided,
        "appeals": asked,
        "patterns": found,
        "members": riverside.memberships.get(member=hugo),
        "helpers": riverside.memberships.get(member=hugo),
        "invitations": invitation,
        "crisis-lines": CrisisResource.objects.create(
            name="Somebody", phone="112", source="Them", expires_on=now.date() + timedelta(days=30)
        ),
    }
    return {
        "reports": Thing(told.uid, ("rita",)),
        "decisions": Thing(decided.uid, ("hugo",)),
        **{
            DESK + noun: Thing(row.uid, MODERATORS, ("nour",) if "notes" in noun else None)
            for noun, row in desk.items()
        },
    }


def _of_dora(riverside: Community, dora: Member, now: datetime) -> dict[str, Thing]:
    place = riverside.memberships.get(member=dora)
    intake.set_desk(membership=place, on=True, now=now)
    place.refresh_from_db()
    spoken = intake.take_in(
        desk=place,
        display_name="Rose",
        languages=["en"],
        time_zone="Europe/Lisbon",
        reach="Rings on Tuesdays at ten",
        consent=True,
        consent_how="by_phone",
        adult=True,
        now=now,
    )
    return {"intake": Thing(spoken.uid, ("dora",))}


def _strangers(riverside: Community, people: dict[str, Member], now: datetime) -> None:
    """Fellow moderates another community and has left this one; one was suspended; one belongs to none any more."""
    hillside = communities.create(name="Hillside", slug="hillside", by=people["fellow"], now=now)
    hillside.memberships.filter(member=people["fellow"]).update(role=Role.MODERATOR)
    stand = riverside.memberships
    stand.filter(member__in=[people["fellow"], people["outsider"]]).update(standing=Standing.LEFT)
    stand.filter(member=people["suspended"]).update(standing=Standing.SUSPENDED)
