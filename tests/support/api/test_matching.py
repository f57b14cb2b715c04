"""A member's way by a program: coming in, saying who they are and when, asking and offering, meeting."""

from datetime import datetime

from accounts import invitations
from accounts.models import Community, Joining, Member, Membership, Standing
from support import safety
from tests.support.api.conftest import Program

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
