"""No visible rejection: to the seeker, a need that somebody is being asked about looks to the byte like one that waits.

They hear once that people are being asked. From then on nothing that they can open tells whether somebody is asked at
this moment, declined, stayed silent or was released.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Member
from matching import matches, needs, offers
from matching.models import Match, Need, NeedState, Offer
from tests.support.web.conftest import Browser, Clock, Propose, bytes_of

Ending = Callable[[Match, Clock], None]


def declined(match: Match, wall: Clock) -> None:
    seen = (match.need_version, match.offer_version)
    matches.answer(match=match, member=match.helper, answer="no", seen=seen, now=wall.now)


def known(match: Match, wall: Clock) -> None:
    matches.may_know(match=match, member=match.helper, now=wall.now)


def expired(match: Match, wall: Clock) -> None:
    assert match.expires_at is not None
    assert matches.expire_due(now=match.expires_at)


def offer_paused(match: Match, wall: Clock) -> None:
    offers.pause(offer=match.offer, now=wall.now)


def offer_closed(match: Match, wall: Clock) -> None:
    offers.close(offer=match.offer, now=wall.now)


ENDINGS: list[Ending] = [declined, known, expired, offer_paused, offer_closed]


def everything(client: Client, need: Need) -> dict[str, tuple[int, bytes, list[tuple[str, str]]]]:
    """All pages that could tell, with their headers."""
    pages = ["/home/", f"/needs/{need.uid}/", f"/needs/{need.uid}/edit/", "/notifications/", "/me/"]
    answers = {page: client.get(page) for page in pages}
    return {page: (got.status_code, bytes_of(got), sorted(got.items())) for page, got in answers.items()}


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.__name__)
def test_after_the_first_notice_every_page_stays_the_same(
    ending: Ending,
    browser: Browser,
    maya: Member,
    omar: Member,
    lena: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    put: Propose,
    wall_clock: Clock,
) -> None:
    need, client = post_need(maya), browser(maya)
    match = put(need, post_offer(omar))
    everything(client, need)  # what she was told is read then
    asked = everything(client, need)

    ending(match, wall_clock)
    need.refresh_from_db()
    assert need.state == NeedState.OPEN
    assert everything(client, need) == asked

    put(need, post_offer(lena))
    need.refresh_from_db()
    assert need.state == NeedState.MATCHED
    assert everything(client, need) == asked


def test_the_first_notice_is_the_one_difference(
    browser: Browser,
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    put: Propose,
) -> None:
    """What the test above compares would show a difference if there were one."""
    need, client = post_need(maya), browser(maya)
    before = everything(client, need)
    put(need, post_offer(omar))
    after = everything(client, need)
    assert before["/notifications/"] != after["/notifications/"]
    assert before[f"/needs/{need.uid}/"] != after[f"/needs/{need.uid}/"]


def test_a_match_does_not_exist_for_its_seeker_before_a_yes(
    browser: Browser,
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    put: Propose,
    wall_clock: Clock,
) -> None:
    match = put(post_need(maya), post_offer(omar))
    client = browser(maya)
    assert client.get(f"/matches/{match.uid}/").status_code == 404
    declined(match, wall_clock)
    assert client.get(f"/matches/{match.uid}/").status_code == 404


def test_withdrawing_reads_the_same_whether_or_not_somebody_was_asked(
    browser: Browser,
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    put: Propose,
    wall_clock: Clock,
) -> None:
    client = browser(maya)
    waiting, asked = post_need(maya), post_need(maya)
    put(asked, post_offer(omar))
    said = set()
    client.get(f"/needs/{asked.uid}/")  # what she was told is read then
    for need in (waiting, asked):
        client.post(f"/needs/{need.uid}/withdraw/")
        page = bytes_of(client.get(f"/needs/{need.uid}/"))
        said.add(page.replace(str(need.uid).encode(), b""))
    assert len(said) == 1


def test_a_helper_never_learns_that_a_seeker_said_no(
    browser: Browser,
    maya: Member,
    omar: Member,
    post_need: Callable[..., Need],
    post_offer: Callable[..., Offer],
    put: Propose,
    wall_clock: Clock,
) -> None:
    """A no, silence and a withdrawal read alike."""
    pages = set()
    for ending in ("no", "silence", "withdrawn"):
        need = post_need(maya)
        match = put(need, post_offer(omar))
        seen = (match.need_version, match.offer_version)
        match = matches.answer(match=match, member=omar, answer="yes", seen=seen, now=wall_clock.now)
        if ending == "no":
            matches.answer(match=match, member=maya, answer="no", seen=seen, now=wall_clock.now)
        elif ending == "silence":
            assert match.expires_at is not None
            matches.expire_due(now=match.expires_at)
        else:
            needs.withdraw(need=need, now=wall_clock.now)
        page = browser(omar).get(f"/matches/{match.uid}/")
        alike = bytes_of(page).replace(str(match.uid).encode(), b"")  # the foot leads back to this page
        pages.add(alike.partition(b"<main")[2])
        Match.objects.filter(pk=match.pk).delete()
    assert len(pages) == 1
