"""A volunteer at a desk asks for somebody who has no device, with their consent, and passes on what comes of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from accounts import communities
from accounts import intake as desks
from accounts.models import Community, Member, Notification, Role, SpokenFor, Standing
from accounts.notifications.notify import notify
from matching import availability, matcher, matches, seen
from matching.models import Match, Need, Offer
from support import intake, tokens
from support.api.offers import OFFER_GIVEN
from support.models import Answered, Decision
from support.moderation import intake as deciding
from support.policies import NotAllowed, remit_of
from tests.conftest import EVENINGS
from tests.support.api.conftest import Program
from tests.support.api.test_common import ASK, NEED
from tests.support.web.conftest import Browser, text_of

ROSE: dict[str, Any] = {
    "display_name": "Rose",
    "languages": ["en"],
    "time_zone": "Europe/Lisbon",
    "reach": "Rings on Tuesdays at ten",
    "consent": True,
    "consent_how": "by_phone",
    "adult": True,
}


@pytest.fixture
def desk(program: Program, lena: Member, riverside: Community, now: datetime) -> Any:
    """Lena's program, since the founder made her an intake desk."""
    founder = Member.objects.get(email="founder@members.example")
    deciding.begin(membership=riverside.memberships.get(member=lena), by=founder, now=now)
    return program(lena)


@pytest.fixture
def rose(desk: Any, now: datetime) -> str:
    """Her id, as the desk knows it."""
    made = desk.post("communities/riverside/intake/", ROSE).json()["id"]
    availability.replace(member=SpokenFor.objects.get().membership.member, windows=EVENINGS, now=now)
    return str(made)


def test_somebody_without_a_device_asks_is_matched_and_hears_of_it(
    desk: Any, rose: str, omar: Member, post_offer: Callable[..., Offer], now: datetime
) -> None:
    made = desk.post(ASK, NEED | {"connect_me": True}, on_behalf_of=rose)
    assert made.status_code == 201
    need = Need.objects.get(uid=made.json()["id"])
    assert need.member == SpokenFor.objects.get().membership.member
    match = matches.propose(need_id=need.pk, offer_id=post_offer(omar).pk, now=now)
    seen = (match.need_version, match.offer_version)
    matches.answer(match=match, member=omar, answer="yes", seen=seen, now=now)
    assert intake.pass_on(now=now) > 0
    assert intake.pass_on(now=now) == 0
    told = Notification.objects.filter(member__memberships__display_name="Lena", kind="spoken_news")
    assert told.exists()
    news = desk.get("intake/").json()["items"][0]["news"]
    assert "match_connected" in {row["kind"] for row in news}
    assert desk.post(f"intake/{rose}/told/").json()["news"] == []


def test_a_helper_knows_before_the_answer_that_a_desk_passes_things_on(
    desk: Any, rose: str, program: Program, omar: Member, post_offer: Callable[..., Offer], now: datetime
) -> None:
    need = Need.objects.get(uid=desk.post(ASK, NEED, on_behalf_of=rose).json()["id"])
    match = matches.propose(need_id=need.pk, offer_id=post_offer(omar).pk, now=now)
    card = seen.card(Match.objects.get(pk=match.pk), omar, now=now)
    assert card.through_desk
    assert card.other_name is None


@pytest.mark.parametrize(
    "wrong",
    [{"consent": False}, {"adult": False}, {"reach": " "}, {"consent_how": "no"}, {"time_zone": "Mars"}],
)
def test_without_consent_and_a_way_to_reach_them_nobody_is_taken_in(desk: Any, wrong: dict[str, Any]) -> None:
    refused = desk.post("communities/riverside/intake/", ROSE | wrong)
    assert refused.status_code == 422
    assert not SpokenFor.objects.exists()
    assert not Member.objects.filter(email__endswith=desks.NOWHERE).exists()


def test_nobody_speaks_for_whom_they_do_not_speak(
    desk: Any, rose: str, program: Program, maya: Member, riverside: Community, now: datetime
) -> None:
    assert "proxy" not in tokens.offered(maya, second_step=True)
    assert program(maya).get("needs/", on_behalf_of=rose).json()["code"] == "scope_missing"
    riverside.memberships.filter(member=maya).update(intake_since=now)
    other = program(maya)
    assert other.get("needs/", on_behalf_of=rose).json()["code"] == "not_found"
    assert other.get(f"intake/{rose}/").status_code == 404
    riverside.memberships.filter(member__memberships__display_name="Lena").update(intake_since=None)
    assert desk.get("needs/", on_behalf_of=rose).json()["code"] == "not_found"


def test_a_desk_neither_reads_a_copy_nor_helps_those_for_whom_it_speaks(
    desk: Any, rose: str, lena: Member, post_offer: Callable[..., Offer], now: datetime
) -> None:
    for theirs in ("intake/", "me/journal/"):
        assert desk.get(theirs, on_behalf_of=rose).json()["code"] == "scope_missing"
    need = Need.objects.get(uid=desk.post(ASK, NEED, on_behalf_of=rose).json()["id"])
    offer = post_offer(lena)
    for entry in desk.get("me/never-ask/", on_behalf_of=rose).json()["items"]:
        desk.delete(f"me/never-ask/{entry['id']}/", on_behalf_of=rose)
    with pytest.raises(matches.NotPermitted):
        matches.propose(need_id=need.pk, offer_id=offer.pk, now=now)
    matcher.run(community_id=need.community_id, now=lambda: now)
    assert not Match.objects.exists()
    withdrawn = desk.delete(f"needs/{need.uid}/", on_behalf_of=rose)
    assert (withdrawn.status_code, "Undo-Key" in withdrawn) == (200, False)


def test_a_desk_speaks_in_one_community_alone_and_lets_go_instead_of_leaving(
    desk: Any, rose: str, make_member: Callable[..., Member], now: datetime
) -> None:
    communities.create(name="Hillside", slug="hillside", by=make_member("Fellow"), now=now)
    joined = desk.post("communities/hillside/membership/", {"display_name": "Rose"}, on_behalf_of=rose)
    left = desk.delete("communities/riverside/membership/", on_behalf_of=rose)
    for refused in (joined, left):
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, "spoken_for_here")
    assert desk.delete(f"intake/{rose}/").status_code == 204


def test_a_desk_asks_for_somebody_and_never_offers_help_as_them(desk: Any, rose: str) -> None:
    desk.post("me/guides/listening/reading/", on_behalf_of=rose)
    refused = desk.post("communities/riverside/offers/", OFFER_GIVEN, on_behalf_of=rose)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, "spoken_for_asks")
    assert not Offer.objects.exists()


def test_who_speaks_for_somebody_decides_nothing_about_them(
    desk: Any, rose: str, lena: Member, nour: Member, riverside: Community
) -> None:
    person = SpokenFor.objects.get().membership.member
    riverside.memberships.filter(member=lena).update(role=Role.MODERATOR)
    for moderator, covers in ((lena, False), (nour, True)):
        remit = remit_of(moderator, riverside)
        assert remit is not None
        assert remit.covers(person.pk) == covers


def test_whoever_no_longer_wishes_it_is_erased_at_once(desk: Any, rose: str) -> None:
    person = SpokenFor.objects.get().membership.member
    desk.post(ASK, NEED, on_behalf_of=rose)
    another = desk.post("communities/riverside/intake/", ROSE | {"display_name": "Ida"}, idempotency_key="a")
    assert desk.delete(f"intake/{another.json()['id']}/").status_code == 204
    assert not Answered.objects.exists()  # it held how to reach her
    assert desk.delete(f"intake/{rose}/").status_code == 204
    person.refresh_from_db()
    assert person.erased_at
    assert not SpokenFor.objects.exists()
    assert not Need.objects.filter(member=person, words__isnull=False).exclude(state="closed").exists()


def test_a_suspended_person_is_asked_for_no_longer_and_can_still_be_let_go(
    desk: Any, rose: str, riverside: Community
) -> None:
    person = SpokenFor.objects.get().membership.member
    riverside.memberships.filter(member=person).update(standing=Standing.SUSPENDED)
    assert desk.get("needs/", on_behalf_of=rose).status_code == 404
    assert [one["id"] for one in desk.get("intake/").json()["items"]] == [rose]
    assert desk.delete(f"intake/{rose}/").status_code == 204
    person.refresh_from_db()
    assert person.erased_at


def test_another_desk_goes_on_for_people_whose_desk_is_none_any_more(
    desk: Any, rose: str, lena: Member, maya: Member, nour: Member, riverside: Community, now: datetime
) -> None:
    founder = Member.objects.get(email="founder@members.example")
    place = {member: riverside.memberships.get(member=member) for member in (lena, maya)}
    with pytest.raises(NotAllowed):
        deciding.begin(membership=place[maya], by=nour, now=now)
    deciding.end(membership=place[lena], by=founder, now=now)
    intake.pass_on(now=now)
    assert SpokenFor.objects.get().desk == lena
    deciding.begin(membership=place[maya], by=founder, now=now)
    intake.pass_on(now=now)
    assert SpokenFor.objects.get().desk == maya
    assert Decision.objects.filter(kind="intake_on").count() == 2


def test_the_desks_page_says_whom_to_reach_and_lets_them_go(
    desk: Any, rose: str, lena: Member, maya: Member, browser: Browser, now: datetime
) -> None:
    inside = browser(lena)
    notify(member=SpokenFor.objects.get().membership.member, kind="role_given", event="x", now=now)
    page = text_of(inside.get("/me/desk/"))
    assert ROSE["reach"] in page
    assert "Rings on" not in text_of(browser(maya).get("/me/desk/"))
    for action in ("told", "let-go"):
        assert browser(maya).post(f"/me/desk/{rose}/{action}/").status_code == 404
        assert inside.post(f"/me/desk/{rose}/{action}/").status_code == 302
    assert not SpokenFor.objects.exists()
