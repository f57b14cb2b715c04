"""Who may open which page: every route of the members' pages, for everybody, read from the urlconf.

A route without an entry here fails. Somebody else's thing is 404, for a stranger, a moderator and the other side alike.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts import communities
from accounts.models import Community, Member, PushSubscription, Standing
from accounts.notifications.notify import notify
from matching import availability, blocks, matches, never_ask, standing
from matching.models import Match, Need, Offer
from support import followup, meetings, reflections, tokens
from support.models import Thanks
from support.web import urls
from tests.support.web.conftest import Browser, Propose

OK, MOVED, GONE = 200, 302, 404
ONLY_POST = ONLY_GET = 405
SIGN_IN = "/account/sign-in/"

# Kinds of routes. Pages are opened; actions take a POST alone and answer 405 to anything else.
PUBLIC = {"about", "privacy", "goodbye", "crisis", "healthz", "front", "community", "join"}
KEPT = {"manifest", "service_worker", "offline", "offline_crisis"}
PUBLIC |= KEPT
MINE = {"conversations", "home", "welcome", "me", "hours", "away", "blocks", "never_ask", "notifications"} | {
    "my_privacy",
    "devices",
    "reach",
    "export",
    "journal",
    "calendar",
    "decisions",
    "keys",
    "speaking_for",
}
AFTER_A_PASSWORD = {
    "export_file",
    "erase",
    "key_new",
}  # asked for once more; tests/support/web/test_privacy.py
MY_ACTIONS = {"notifications_read", "undo", "erase_undo", "not_for_me", "calendar_off", "letters_again"}
OPEN_ACTIONS = {"begun_forget", "ask_topics"}  # for everybody, signed in or not
OF_A_COMMUNITY = {"ask", "offer_new", "leave", "kind_words", "pulse", "sensitive_guide"}
BEGUN_OUTSIDE = {"ask"}  # its first step is open to those who are not signed in
COMMUNITY_ACTIONS = {"here"}
OF_A_NEED = {"need", "need_edit"}
NEED_ACTIONS = {"need_withdraw", "need_renew", "need_reopen", "need_feeling"}
OF_AN_OFFER = {"offer", "offer_edit"}
OFFER_ACTIONS = {"offer_pause", "offer_resume", "offer_close"}
OF_A_MATCH = {"match"}
MATCH_ACTIONS = {"match_answer", "match_may_know"}
OF_A_CONVERSATION = {
    "conversation",
    "match_finish",
    "match_end",
    "match_thanks",
    "match_block",
    "match_report",
} | {
    "match_longer",
    "match_meeting",
    "meeting_off",
    "meeting_entry",
    "checkin",
    "checkin_onward",
}
CONVERSATION_ACTIONS = {"meeting_answer", "meeting_said", "match_again", "checkin_later", "thanks_share"}
OWN_THINGS = {"notification", "reflection"}
OWN_THING_ACTIONS = {
    "device_remove",
    "key_take_back",
    "away_remove",
    "unblock",
    "never_ask_remove",
    "reflection_remove",
}
OWN = OWN_THINGS | OWN_THING_ACTIONS
BY_SECRET = {"invitation"}
ELSEWHERE = {
    "decision",  # tests/support/web/test_decisions.py
    "spoken_told",  # tests/support/api/test_intake.py
    "spoken_let_go",
    "local_mail",  # tests/support/web/test_local_mail.py
    "local_letter",
    "stop_letters",  # tests/support/web/test_reach.py
    "style_letters",  # the same
    "style_letter",
    "device_moved",  # tests/support/web/test_devices.py
    "calendar_feed",  # tests/support/web/test_meetings.py
    "conversations_find",  # tests/support/web/test_messages.py
    "message_change",
    "way_out",
    "community_logo",  # tests/support/test_branding.py
    "live",  # tests/support/web/test_live.py
    "language",  # tests/support/web/test_language.py
    "style",  # tests/support/web/test_style.py
}

PAGES = (
    PUBLIC
    | MINE
    | AFTER_A_PASSWORD
    | OF_A_COMMUNITY
    | OF_A_NEED
    | OF_AN_OFFER
    | OF_A_MATCH
    | OF_A_CONVERSATION
    | OWN_THINGS
    | BY_SECRET
)
READ_ONLY = (
    {
        "front",
        "about",
        "privacy",
        "decisions",
        "goodbye",
        "crisis",
        "healthz",
        "community",
        "conversations",
        "home",
        "kind_words",
        "pulse",
        "need",
        "offer",
        "match",
    }
    | {
        "blocks",
        "notifications",
        "notification",
        "meeting_entry",
        "my_privacy",
        "export_file",
        "keys",
        "speaking_for",
    }
    | KEPT
)
ACTIONS = (
    MY_ACTIONS
    | OPEN_ACTIONS
    | COMMUNITY_ACTIONS
    | NEED_ACTIONS
    | OFFER_ACTIONS
    | MATCH_ACTIONS
    | CONVERSATION_ACTIONS
    | OWN_THING_ACTIONS
)


def test_every_route_has_its_entry() -> None:
    assert {pattern.name for pattern in urls.urlpatterns} == PAGES | ACTIONS | ELSEWHERE


@dataclass
class World:
    """Maya asked, Omar helps, and there is one of everything."""

    need: Need
    offer: Offer
    asked: Match  # put to Omar, not answered
    met: Match  # connected
    over: Match  # Lena's with Omar, ended
    own: dict[str, object]
    secret: str

    def address(self, name: str) -> str:
        if name in OF_A_COMMUNITY | COMMUNITY_ACTIONS | {"community", "join", "ask_topics"}:
            return reverse(name, kwargs={"community": "riverside"})
        if name in OF_A_NEED | NEED_ACTIONS:
            return reverse(name, args=[self.need.uid])
        if name in OF_AN_OFFER | OFFER_ACTIONS:
            return reverse(name, args=[self.offer.uid])
        if name in OF_A_MATCH | MATCH_ACTIONS:
            return reverse(name, args=[self.asked.uid])
        if name in OF_A_CONVERSATION | CONVERSATION_ACTIONS:
            return reverse(name, args=[self.met.uid])
        if name in OWN:
            return reverse(name, args=[self.own[name]])
        return reverse(name, args=[self.secret] if name in BY_SECRET else [])


@pytest.fixture
def world(
    riverside: Community,
    maya: Member,
    omar: Member,
    lena: Member,
    nour: Member,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    put: Propose,
    now: datetime,
) -> World:
    need, offer = post_need(maya), post_offer(omar, capacity=3)
    met = _meet(put(need, offer), now)
    begins = now + timedelta(days=1, hours=6, minutes=30)
    meetings.suggest(match=met, member=maya, begins=begins, minutes=30, now=now)
    meetings.accept(match=met, member=omar, wanted=begins, now=now)
    over = _meet(put(post_need(lena), offer), now)
    matches.end(match=over, member=lena, now=now)
    blocked = make_member("Blocked")
    blocks.block(blocker=maya, blocked=blocked, now=now)
    away = availability.add_away(
        member=maya,
        first_day=now.date(),
        last_day=now.date() + timedelta(days=1),
        now=now - timedelta(days=30),
    )
    listed = never_ask.add(member=maya, address="somebody@else.example", now=now)
    told = notify(
        member=maya, kind="membership_admitted", event="once", now=now, refers_to={"community": "riverside"}
    )
    assert told is not None
    _invitation, secret = communities.invite(community=riverside, by=nour, now=now)
    page = reflections.write(member=maya, helped="The river", now=now)
    followup.thank(match=met, author=maya, words="You were there.", now=now)
    device = PushSubscription.objects.create(
        member=maya, name="Phone", endpoint="https://push.test/1", fingerprint="1", made_at=now
    )
    key, _secret = tokens.make(member=maya, name="Phone", scopes=["me:read"], days=7, now=now)
    own: dict[str, object] = {
        "notification": told.uid,
        "reflection": page.uid,
        "reflection_remove": page.uid,
        "device_remove": device.uid,
        "away_remove": away.pk,
        "key_take_back": key.uid,
        "unblock": blocks.blocked_by(maya)[0].pk,
        "never_ask_remove": listed.pk,
    }
    asked = put(post_need(nour), offer)
    return World(need, offer, asked, met, over, own, secret)


def _meet(match: Match, now: datetime) -> Match:
    seen = (match.need_version, match.offer_version)
    match = matches.answer(match=match, member=match.helper, answer="yes", seen=seen, now=now)
    return matches.answer(match=match, member=match.seeker, answer="yes", seen=seen, now=now)


@pytest.fixture
def outsider(maya: Member, make_member: Callable[..., Member]) -> Member:
    """Somebody with an account who belongs to no community."""
    member = make_member("Outsider")
    member.memberships.update(standing=Standing.LEFT)
    return member


def opened(client: Client, world: World, name: str) -> int:
    return client.get(world.address(name)).status_code


def sent(client: Client, world: World, name: str) -> int:
    return client.post(world.address(name), _answers(name)).status_code


def _answers(name: str) -> dict[str, str]:
    if name == "match_answer":
        return {"answer": "yes", "need_version": "1", "offer_version": "1"}
    said = {"form_key": str(uuid4()), "words": "x", "display_name": "Mira", "wanted": "yes"}
    return said | {"thanks": str(Thanks.objects.values_list("pk", flat=True).get())}


def statuses(
    ask: Callable[[Client, World, str], int], client: Client, world: World, names: set[str]
) -> dict[str, int]:
    return {name: ask(client, world, name) for name in sorted(names)}


def all_of(names: set[str], status: int) -> dict[str, int]:
    return dict.fromkeys(sorted(names), status)


def test_somebody_who_is_not_signed_in_signs_in_first(world: World, browser: Browser) -> None:
    client = Client()
    for name in PAGES - PUBLIC - BY_SECRET - BEGUN_OUTSIDE:
        assert client.get(world.address(name))["Location"].startswith(SIGN_IN), name
    for name in PAGES - PUBLIC - BY_SECRET - BEGUN_OUTSIDE - READ_ONLY | ACTIONS - OPEN_ACTIONS:
        assert client.post(world.address(name), _answers(name))["Location"].startswith(SIGN_IN), name


def test_public_pages_are_open_to_all(world: World, browser: Browser, outsider: Member) -> None:
    names = PUBLIC | BY_SECRET
    assert statuses(opened, Client(), world, names | BEGUN_OUTSIDE) == all_of(names | BEGUN_OUTSIDE, OK)
    # Those who live here go from the front page straight home.
    assert statuses(opened, browser(outsider), world, names) == all_of(names, OK) | {"front": MOVED}


def test_actions_take_a_post_alone(world: World, browser: Browser, maya: Member) -> None:
    for client in (Client(), browser(maya)):
        assert statuses(opened, client, world, ACTIONS) == all_of(ACTIONS, ONLY_POST)


def test_pages_without_a_form_take_no_post(world: World, browser: Browser, maya: Member) -> None:
    for client in (Client(), browser(maya)):
        assert statuses(sent, client, world, READ_ONLY) == all_of(READ_ONLY, ONLY_GET)


@pytest.mark.parametrize("now_is", [Standing.SUSPENDED, Standing.LEFT])
def test_what_belongs_to_a_community_is_for_its_members(
    now_is: Standing, world: World, browser: Browser, lena: Member
) -> None:
    client = browser(lena)
    assert statuses(opened, client, world, OF_A_COMMUNITY) == all_of(OF_A_COMMUNITY, OK)
    lena.memberships.update(standing=now_is)
    assert statuses(opened, client, world, OF_A_COMMUNITY) == all_of(OF_A_COMMUNITY, GONE)
    names = OF_A_COMMUNITY - READ_ONLY | COMMUNITY_ACTIONS
    assert statuses(sent, client, world, names) == all_of(names, GONE)


NEEDS, OFFERS = OF_A_NEED | NEED_ACTIONS, OF_AN_OFFER | OFFER_ACTIONS
# Nour asked; before Omar's yes this match does not exist for her either.
MATCHES, CONVERSATIONS = OF_A_MATCH | MATCH_ACTIONS, OF_A_CONVERSATION | CONVERSATION_ACTIONS
NOT_FOR = {
    "maya": OFFERS | MATCHES,
    "omar": NEEDS | OWN,
    "lena": NEEDS | OFFERS | MATCHES | CONVERSATIONS | OWN,
    "nour": NEEDS | OFFERS | MATCHES | CONVERSATIONS | OWN,
    "outsider": NEEDS | OFFERS | MATCHES | CONVERSATIONS | OWN,
}


def test_what_is_not_theirs_does_not_exist_for_others(
    world: World, browser: Browser, outsider: Member, request: pytest.FixtureRequest
) -> None:
    for who, names in NOT_FOR.items():
        client = browser(request.getfixturevalue(who))
        assert statuses(opened, client, world, names & PAGES) == all_of(names & PAGES, GONE), who
        assert statuses(sent, client, world, names - READ_ONLY) == all_of(names - READ_ONLY, GONE), who


THEIRS = {
    "maya": MINE | OF_A_NEED - {"need_edit"} | OF_A_CONVERSATION,
    "omar": MINE | OF_AN_OFFER | OF_A_MATCH | OF_A_CONVERSATION,
}


def test_what_is_theirs_opens(world: World, browser: Browser, request: pytest.FixtureRequest) -> None:
    for who, names in THEIRS.items():
        client = browser(request.getfixturevalue(who))
        assert statuses(opened, client, world, names) == all_of(names, OK), who


def test_a_connected_need_leads_from_changing_it_back_to_it(
    world: World, browser: Browser, maya: Member
) -> None:
    response = browser(maya).get(world.address("need_edit"))
    assert response["Location"] == world.address("need")


@contextmanager
def as_if() -> Iterator[None]:
    """What happens inside did not happen afterwards, so that one world serves many tries."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_an_action_leads_on_to_a_page(world: World, browser: Browser, maya: Member, omar: Member) -> None:
    for name in sorted(ACTIONS - {"match_answer", "match_may_know", "ask_topics"}):
        with as_if():
            client = browser(omar if name in OFFER_ACTIONS else maya)
            answer = client.post(world.address(name), _answers(name))
            assert answer.status_code == MOVED, name
            assert client.get(answer["Location"]).status_code == OK, name


def test_the_one_who_is_asked_may_answer(world: World, browser: Browser, omar: Member) -> None:
    for name in sorted(MATCH_ACTIONS):
        with as_if():
            assert sent(browser(omar), world, name) == MOVED, name


def test_a_conversation_that_is_over_stays_readable_to_both(
    world: World, browser: Browser, maya: Member, omar: Member, now: datetime
) -> None:
    endings: dict[str, Callable[[], object]] = {
        "ended": lambda: matches.end(match=world.met, member=maya, now=now),
        "blocked": lambda: blocks.block(blocker=maya, blocked=omar, now=now),
        "left": lambda: standing.leave(membership=maya.memberships.get(), now=now),
    }
    for ending, comes in endings.items():
        with as_if():
            comes()
            for member in (maya, omar):
                found = statuses(opened, browser(member), world, OF_A_CONVERSATION)
                assert found == all_of(OF_A_CONVERSATION, OK), ending


def test_before_both_said_yes_there_is_no_conversation(
    world: World, browser: Browser, omar: Member, nour: Member
) -> None:
    for name in sorted(OF_A_CONVERSATION):
        address = reverse(name, args=[world.asked.uid])
        assert browser(omar).get(address).status_code == GONE
        assert browser(nour).get(address).status_code == GONE


def test_a_wrong_secret_invites_nobody(world: World, browser: Browser, maya: Member) -> None:
    assert Client().get(reverse("invitation", args=["made-up"])).status_code == GONE
    assert browser(maya).post(reverse("invitation", args=["made-up"])).status_code == GONE
