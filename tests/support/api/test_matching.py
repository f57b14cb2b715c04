"""A member's way by a program: coming in, saying who they are and when, asking and offering, meeting."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import invitations, members
from accounts.models import Community, Joining, Member, Membership, Standing
from matching import availability, blocks, matches, needs, never_ask
from matching.models import Block, Match, Need, Offer, Topic
from matching.needs.anew import AS_IT_STANDS
from support import safety
from support.models import Figure
from tests.support.api.conftest import Program
from tests.support.api.test_common import NEED
from tests.support.web.conftest import Browser, Propose

Post = Callable[..., Need]
PostOffer = Callable[..., Offer]


def as_it_stands(need: Need) -> dict[str, object]:
    return {name: getattr(need, name) for name in AS_IT_STANDS} | {"topics": list(need.topics.all())}


MINE = "communities/riverside/membership/"


def test_strangers_see_what_the_public_page_says(program: Program, riverside: Community) -> None:
    Community.objects.create(
        slug="hidden", name="Hidden", listed=False, created_at=riverside.created_at, languages=["en"]
    )
    stranger = program(None)
    assert [place["slug"] for place in stranger.get("communities/").json()["items"]] == ["riverside"]
    for slug in ("riverside", "hidden"):  # who knows the name of one that is not listed may read its page
        told = stranger.get(f"communities/{slug}/").json()
        assert (told["answers_within_hours"], told["looked_by"]) == (24, None)
    assert stranger.get("communities/nowhere/").status_code == 404


def test_a_stranger_finds_the_lines_of_a_country(program: Program, maya: Member, now: datetime) -> None:
    safety.load_resources(today=now.date())
    there = program(None).get("crisis/?country=pt").json()
    assert (there["known"], there["here"]) == (False, [])
    assert there["emergency"][0]["tel"] == "112"
    asked = program(None).get("crisis/?country=fr").json()
    assert (asked["country"], asked["here"][0]["tel"]) == ("FR", "3114")
    assert program(maya).get("crisis/").json()["country"] == "PT"  # where her clock is


def test_coming_in_under_a_name_and_going(program: Program, maya: Member, riverside: Community) -> None:
    phone = program(maya)
    assert phone.get(MINE).json()["display_name"] == "Maya"
    assert phone.patch(MINE, {"display_name": "May"}).json()["display_name"] == "May"
    taken = phone.patch(MINE, {"display_name": "Founder"})
    assert (taken.status_code, taken.json()["errors"][0]["code"]) == (422, "name_taken")
    assert phone.delete(MINE).status_code == 204
    assert phone.get(MINE).status_code == 404
    Community.objects.update(joining=Joining.REQUEST)
    asked = phone.post(MINE, {"display_name": "Maya"})
    assert (asked.status_code, asked.json()["standing"]) == (201, Standing.ASKED)
    assert phone.get("me/memberships/").json()["items"][0]["standing"] == Standing.ASKED
    Membership.objects.filter(member=maya).update(standing=Standing.SUSPENDED)
    assert phone.get(MINE).status_code == phone.delete(MINE).status_code == 404
    assert phone.post(MINE, {"display_name": "Maya"}).json()["code"] == "invalid"


def test_an_invitation_opens_the_door(
    program: Program, maya: Member, lena: Member, riverside: Community, now: datetime
) -> None:
    Membership.objects.filter(member=lena).delete()
    riverside.joining = Joining.INVITATION
    riverside.save()
    phone = program(lena)
    assert phone.post(MINE, {"display_name": "Lena"}).json()["errors"][0]["code"] == "invitation_needed"
    _invitation, secret = invitations.invite(community=riverside, by=maya, now=now)
    assert phone.post("invitation/", {"secret": secret}).json()["slug"] == "riverside"
    came = phone.post(MINE, {"display_name": "Lena", "invitation": secret})
    assert came.json()["standing"] == Standing.GOOD
    assert phone.post("invitation/", {"secret": secret}).status_code == 404  # used up


def test_what_i_say_about_myself(program: Program, maya: Member) -> None:
    phone = program(maya)
    said = {
        "languages": ["pt", "en"],
        "country": "PT",
        "max_people": 2,
        "quiet_from": "21:30",
        "gender": "woman",
    }
    assert said.items() <= phone.patch("me/", said).json().items()
    assert phone.get("me/").json()["max_asks_week"] == 5
    for field, wrong in {
        "languages": ["xx"],
        "country": "XX",
        "time_zone": "Mars/Base",
        "language": "xx",
    }.items():
        refused = phone.patch("me/", {field: wrong})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


def test_a_guide_is_read_once_for_everywhere(program: Program, maya: Member) -> None:
    phone = program(maya)
    assert [guide["read_at"] for guide in phone.get("me/guides/").json()["items"]] == [None, None]
    assert phone.post("me/guides/listening/reading/").json()["read_at"] == "2026-11-23T12:00:00Z"
    assert phone.post("me/guides/knitting/reading/").status_code == 404


# --- hours, away, blocks


def test_my_week_is_kept_as_it_was_read_from_my_clock(program: Program, maya: Member) -> None:
    phone = program(maya)
    week = {"time_zone": "Europe/Lisbon", "hours": [{"weekday": 6, "start": "22:00", "end": "24:00"}]}
    assert phone.put("me/hours/", week).json() == phone.get("me/hours/").json() == week
    late = phone.put("me/hours/", week | {"time_zone": "Asia/Kolkata"})
    assert (late.status_code, late.json()["code"]) == (409, "conflict")
    for wrong in (
        [],
        [{"weekday": 0, "start": "18:00", "end": "17:00"}],
        [{"weekday": 0, "start": "18:05", "end": "19:00"}],
    ):
        refused = phone.put("me/hours/", {"hours": wrong})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "hours")
    assert (
        phone.put("me/hours/", {"hours": [{"weekday": 0, "start": "24:61", "end": "x"}]}).status_code == 422
    )
    assert phone.get("me/hours/").json() == week


def test_days_away_come_and_go(program: Program, maya: Member, lena: Member) -> None:
    phone = program(maya)
    there = phone.post("me/away/", {"first_day": "2026-12-24", "last_day": "9999-12-31"})["Location"]
    there = there.partition("/api/v1/")[2]
    assert [row["first_day"] for row in phone.get("me/away/").json()["items"]] == ["2026-12-24"]
    assert phone.post("me/away/", {"first_day": "2026-11-01", "last_day": "2026-11-22"}).status_code == 422
    assert program(lena).delete(there).status_code == 404
    assert phone.delete(there).status_code == 204
    assert phone.get("me/away/").json()["items"] == []


def test_blocks_and_addresses_are_their_owners_alone(
    program: Program, maya: Member, omar: Member, connected: Match, now: datetime
) -> None:
    blocks.block(blocker=maya, blocked=omar, now=now)
    phone, other = program(maya), program(omar)
    (block,) = phone.get("me/blocks/").json()["items"]
    assert block["name"] == "Omar"
    phone.post("me/never-ask/", {"address": "OMAR@members.example"})
    phone.post("me/never-ask/", {"address": "omar@members.example"})
    (entry,) = phone.get("me/never-ask/").json()["items"]
    for address in (f"me/blocks/{block['id']}/", f"me/never-ask/{entry['id']}/"):
        assert other.get(address).status_code == other.delete(address).status_code == 404
        assert phone.delete(address).status_code == 204
    assert other.get("me/blocks/").json()["items"] == other.get("me/never-ask/").json()["items"] == []


# --- offers and matches

OFFER = {
    "topics": ["losing-somebody"],
    "kinds": ["listening"],
    "formats": ["chat"],
    "languages": ["en"],
}


def test_an_offer_opens_rests_and_is_closed(program: Program, omar: Member, lena: Member) -> None:
    phone = program(omar)
    unread = phone.post("communities/riverside/offers/", OFFER)
    assert (unread.status_code, unread.json()["errors"][0]["code"]) == (422, "not_read_yet")
    phone.post("me/guides/listening/reading/")
    there = phone.post("communities/riverside/offers/", OFFER)["Location"].partition("/api/v1/")[2]
    assert phone.put(there, OFFER | {"capacity": 3}).json()["capacity"] == 3
    assert phone.put(f"{there}pause/", {"until": "2026-11-30"}).json()["paused_until"] == "2026-11-30"
    assert phone.get("offers/?state=open").json()["items"] == []
    assert phone.delete(f"{there}pause/").json()["state"] == "open"
    for call in (program(lena).get, program(lena).delete):
        assert call(there).status_code == 404
    assert phone.delete(there).json()["state"] == "closed"
    assert (phone.put(there, OFFER).status_code, phone.delete(there).status_code) == (409, 409)


def test_from_asking_to_being_connected(
    program: Program, maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, put: Propose
) -> None:
    need, offer = post_need(maya), post_offer(omar)
    match = put(need, offer)
    seeker, helper = program(maya), program(omar)
    there = f"matches/{match.uid}/"
    card = helper.get(there).json()
    assert (card["stage"], card["other_name"], card["words"]) == ("to_answer", None, None)
    assert card["shared_hours"][0] == {"weekday": 0, "start": "18:00", "end": "21:00"}
    assert "father" not in str(helper.get("matches/").json())

    changed = helper.post(f"{there}answer/", {"answer": "yes", "seen": {"need": 2, "offer": 1}})
    assert (changed.status_code, changed.json()["code"]) == (409, "conflict")
    assert helper.post(f"{there}answer/", {"answer": "yes"}).json()["errors"][0]["field"] == "seen"
    assert (
        helper.post(f"{there}answer/", {"answer": "yes", "seen": card["seen"]}).json()["stage"] == "waiting"
    )

    (asked,) = seeker.get("matches/?stage=to_answer").json()["items"]
    assert (asked["id"], asked["other_name"]) == (str(match.uid), "Omar")
    said = seeker.get(there).json()
    yes = {"answer": "yes", "seen": said["seen"]}
    for _twice in range(2):
        answered = seeker.post(f"{there}answer/", yes, idempotency_key="yes").json()
        assert answered == {"id": str(match.uid), "stage": "connected"}
    met = seeker.get(there).json()
    assert (met["stage"], met["other_name"], met["seen"]) == ("connected", "Omar", None)
    assert helper.get(there).json()["words"] == need.words
    late = seeker.post(f"{there}answer/", {"answer": "no"})
    assert (late.status_code, late.json()["code"]) == (409, "conflict")


def test_a_seeker_learns_nothing_of_a_no(
    program: Program, maya: Member, omar: Member, post_need: Post, post_offer: PostOffer, put: Propose
) -> None:
    need, offer = post_need(maya), post_offer(omar)
    match = put(need, offer)
    seeker, helper = program(maya), program(omar)
    looks = [f"needs/{need.uid}/", f"needs/{need.uid}/why/", "needs/", "matches/", f"matches/{match.uid}/"]
    before = [(seeker.get(look).content, seeker.get(look).get("ETag")) for look in looks]
    helper.post(f"matches/{match.uid}/may-know/")
    assert [(seeker.get(look).content, seeker.get(look).get("ETag")) for look in looks] == before
    assert seeker.get(f"matches/{match.uid}/").status_code == 404
    # What the seeker writes from now on is nothing that the helper could see.
    over = helper.get(f"matches/{match.uid}/").content
    needs.edit(need=need, now=need.created_at, **as_it_stands(need) | {"headline": "Somebody else"})
    assert helper.get(f"matches/{match.uid}/").content == over
    assert b"first year" not in over


@pytest.mark.parametrize("who", ["stranger", "blocked", "outsider"])
def test_a_match_is_there_for_its_two_alone(
    who: str, program: Program, maya: Member, omar: Member, lena: Member, connected: Match, now: datetime
) -> None:
    if who == "blocked":
        blocks.block(blocker=maya, blocked=lena, now=now)
    if who == "outsider":
        Membership.objects.filter(member=lena).delete()
    other = program(lena)
    there = f"matches/{connected.uid}/"
    for answer in (
        other.get(there),
        other.post(f"{there}answer/", {"answer": "no"}),
        other.post(f"{there}may-know/"),
        other.get(f"matches/{UUID(int=1)}/"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert other.get("matches/").json()["items"] == []


def test_words_of_danger_are_answered_with_help_at_once(
    program: Program, maya: Member, now: datetime
) -> None:
    safety.load_resources(today=now.date())
    phone = program(maya)
    told = phone.post("communities/riverside/needs/", NEED | {"words": "I want to kill myself."}).json()
    assert (told["stage"], told["help_now"]["emergency"][0]["tel"]) == ("looking", "112")
    assert told["help_now"]["a_moderator_reads_it"]
    calm = phone.post("communities/riverside/needs/", NEED).json()
    assert calm["help_now"] is None
    never_seen = phone.post("communities/riverside/needs/", NEED, if_match="*")
    assert (never_seen.status_code, never_seen.json()["code"]) == (412, "changed")


def test_how_it_feels_to_ask_is_said_once_and_may_be_taken_back(
    program: Program, maya: Member, lena: Member, post_need: Post
) -> None:
    phone, there = program(maya), f"needs/{post_need(maya).uid}/"
    assert program(lena).post(f"{there}feeling/", {"feeling": 1}).status_code == 404
    assert phone.post(f"{there}feeling/", {"feeling": 6}).status_code == 422
    assert phone.post(f"{there}feeling/", {"feeling": 2}).status_code == 204
    assert phone.post(f"{there}feeling/", {"feeling": 3}).status_code == 409
    assert not phone.get(there).json()["asks_how_they_feel"]
    assert phone.delete(f"{there}feeling/").status_code == 204
    assert phone.get(there).json()["asks_how_they_feel"]


def test_lists_cost_the_same_however_long(
    program: Program,
    maya: Member,
    omar: Member,
    post_need: Post,
    post_offer: PostOffer,
    put: Propose,
    now: datetime,
) -> None:
    phone = program(maya)

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert phone.get(address).status_code == 200
        return len(asked)

    def one_more(number: int) -> None:
        day = now.date() + timedelta(days=number)
        availability.add_away(member=maya, first_day=day, last_day=day, now=now)
        never_ask.add(member=maya, address=f"somebody{number}@else.example", now=now)
        helper = members.sign_up(
            email=f"h{number}@members.example",
            password=None,
            time_zone="Europe/Lisbon",
            languages=["en"],
            adult=True,
            consent=True,
            email_safe=True,
            now=now,
        )
        Block.objects.create(blocker=maya, blocked=helper, created_at=now)
        post_offer(maya, topics=[Topic.objects.get(slug="loneliness")])
        match = put(post_need(maya, connect_me=True), post_offer(omar))
        matches.answer(match=match, member=omar, answer="yes", seen=(1, 1), now=now)

    lists = ["needs/", "offers/", "matches/", "me/away/", "me/blocks/", "me/never-ask/", "me/memberships/"]
    one_more(1)
    phone.get("needs/")
    first = {address: cost(address) for address in lists}
    one_more(2)
    assert {address: cost(address) for address in lists} == first
    assert all(phone.get(address).json()["items"] for address in lists)


@pytest.mark.parametrize(
    ("place", "given", "field"),
    [
        ("needs", {"formats": ["in_person"]}, "area"),
        ("needs", {"wish_same_gender": True}, "wish_same_gender"),
        ("needs", {"languages": ["qq"]}, "languages"),
        ("offers", {"wish_same_gender": True}, "wish_same_gender"),
        ("offers", {"takes_danger": True}, "takes_danger"),
        ("offers", {"formats": ["in_person"], "area": "Nowhere"}, "area"),
    ],
)
def test_what_the_pages_do_not_offer_no_program_gets(
    place: str, given: dict[str, object], field: str, program: Program, maya: Member, riverside: Community
) -> None:
    Community.objects.update(in_person=True)
    phone = program(maya)
    phone.post("me/guides/listening/reading/")
    refused = phone.post(f"communities/riverside/{place}/", (NEED if place == "needs" else OFFER) | given)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


def test_how_we_are_doing_is_told_to_those_who_belong(
    program: Program, maya: Member, lena: Member, riverside: Community, now: datetime
) -> None:
    day = now.date() - timedelta(days=7)
    Figure.objects.create(community=riverside, measure="asked", begins_on=day, value=15)
    Membership.objects.filter(member=lena).delete()
    told = program(maya).get("communities/riverside/together/").json()
    assert told["lately"] == {"asked": 15, "offered": None, "connected": None, "thanked": None}
    assert told["charts"][0]["weeks"] == [day.isoformat()]
    assert program(maya).get("communities/riverside/kind-words/").json() == {"items": []}
    for page in ("together", "kind-words"):
        assert program(lena).get(f"communities/riverside/{page}/").status_code == 404


def test_what_is_begun_goes_on_between_page_and_program(
    program: Program, browser: Browser, maya: Member, omar: Member, riverside: Community
) -> None:
    """A page finds what a program kept, a program what a page kept; nobody else finds either."""
    begun, asks = "communities/riverside/drafts/need/", program(maya)
    assert asks.get(begun).json()["kept_at"] is None
    kept = asks.put(begun, {"words": "My father died.", "topics": ["losing-somebody"]})
    assert (kept.status_code, kept.json()["words"]) == (200, "My father died.")
    page = browser(maya).get("/c/riverside/ask/")
    assert "My father died." in page.content.decode()
    browser(maya).post("/c/riverside/ask/", {"words": "My father died in March.", "keep": "1"})
    assert asks.get(begun).json()["words"] == "My father died in March."
    assert program(omar).get(begun).json()["words"] == ""
    assert asks.put(begun, {"word": "x"}).status_code == 422
    late = asks.put(begun, {"words": "Late."}, if_match='"as it was"')
    assert late.status_code == 412
    assert asks.delete(begun).status_code == 204
    assert asks.get(begun).json()["kept_at"] is None


def test_topics_are_those_of_the_place_in_the_language_of_the_reader(
    program: Program, riverside: Community
) -> None:
    def topics(**headers: str) -> dict[str, str]:
        told = program().get("communities/riverside/topics/", **headers).json()["items"]
        return {topic["slug"]: topic["name"] for topic in told}

    english, spanish = topics(), topics(accept_language="es")
    assert english.keys() == spanish.keys()
    assert english["loneliness"] != spanish["loneliness"]
    Topic.objects.filter(slug="loneliness").update(names={"en": "Being alone"})
    Community.objects.update(topics_off=["rides"])
    assert topics()["loneliness"] == "Being alone"
    assert english.keys() - topics().keys() == {"rides"}
    assert program().get("communities/nowhere/topics/").status_code == 404
