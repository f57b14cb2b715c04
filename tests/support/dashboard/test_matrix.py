"""Every page and every action of the moderators, for everybody who is not theirs: read from the urlconf.

A route with an id in its address and no line in `OF_A_COMMUNITY` or `EVERYBODYS` fails. What is not theirs is 404, by
whatever method; and the ids of one community open nothing under the address of another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import URLPattern, resolve, reverse

from accounts import communities
from accounts.models import Community, Member, Role, Standing
from matching.models import Match, Need, NeedState, Topic
from support import conversations, reports
from support.cases import KINDS
from support.dashboard import urls
from support.models import CrisisResource, Measure, Pattern
from tests.support.conftest import Connect

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
SEEN, NOT_SO, NOTHING = {200, 302}, 405, 404

# What the parts of an address are, in Riverside: the names of things in `Riverside.things`.
OF_A_COMMUNITY = {
    "dashboard_case": ("case kind", "case"),
    "dashboard_member": ("membership",),
    "dashboard_member_decide": ("membership",),
    "dashboard_member_role": ("membership",),
    "dashboard_helper": ("membership",),
    "dashboard_helper_decide": ("membership",),
    "dashboard_helper_note": ("membership",),
    "dashboard_pattern": ("pattern",),
    "dashboard_pattern_decide": ("pattern",),
    "dashboard_measure_new": ("membership",),
    "dashboard_measure": ("measure",),
    "dashboard_measure_decide": ("measure",),
    "dashboard_danger": ("danger kind", "danger"),
    "dashboard_danger_decide": ("danger kind", "danger"),
    "dashboard_need": ("need",),
    "dashboard_need_decide": ("need",),
    "dashboard_match_by_hand": ("need",),
    "dashboard_match": ("match",),
    "dashboard_match_decide": ("match",),
    "dashboard_message_decide": ("message",),
    "dashboard_report": ("report",),
    "dashboard_report_decide": ("report",),
    "dashboard_invitation_revoke": ("invitation",),
}
# The same in every community: sections, charts, topics and crisis lines are nobody's.
EVERYBODYS = {
    "dashboard_section": ("joining",),
    "dashboard_pulse_table": ("chart",),
    "dashboard_pulse_call": ("topic",),
    "dashboard_line": ("line",),
    "dashboard_line_decide": ("line",),
}
WITH_AN_ID = OF_A_COMMUNITY | EVERYBODYS


def routes() -> list[URLPattern]:
    return list(urls.urlpatterns)


@dataclass
class World:
    """One of everything in Riverside, and people who have no business there."""

    things: dict[str, object]
    strangers: dict[str, Member]

    def path(self, name: str, community: str = "riverside") -> str:
        parts = [self.things.get(part, part) for part in WITH_AN_ID.get(name, ())]
        return reverse(name, args=[community, *parts])


@pytest.fixture
def world(
    riverside: Community,
    nour: Member,
    maya: Member,
    omar: Member,
    connect: Connect,
    propose: Callable[[Member, Member], Match],
    post_need: Callable[..., Need],
    make_member: Callable[..., Member],
    now: datetime,
) -> World:
    met = connect(maya, omar)
    words = "Write to me: maya@elsewhere.example"
    held = conversations.send(match=met, author=maya, words=words, form_key=uuid4(), now=now)
    said = conversations.send(match=met, author=omar, words="Come on.", form_key=uuid4(), now=now)
    report = reports.report(reporter=maya, match=met, words="No.", message=said, now=now)
    need = post_need(make_member("Asks"))
    Need.objects.filter(pk=need.pk).update(state=NeedState.IN_REVIEW, signs=["self"], signs_since=now)
    riverside.review_proposals = True
    riverside.save()
    review = propose(make_member("Seeks"), make_member("Helps"))
    invitation, _secret = communities.invite(community=riverside, by=nour, now=now)
    measure = Measure.objects.create(
        community=riverside, member=maya, by=nour, grade="guidance", reason="no_breach", made_at=now
    )
    pattern = Pattern.objects.create(
        community=riverside, member=omar, kind="elsewhere", people=3, found_at=now, latest_at=now
    )
    line = CrisisResource.objects.create(name="Line", phone="112", source="Known", expires_on=now.date())
    things = {
        "line": line.pk,
        "pattern": pattern.pk,
        "measure": measure.uid,
        "case kind": "report",
        "case": report.pk,
        "membership": maya.memberships.get().pk,
        "danger kind": "need",
        "danger": need.pk,
        "need": need.uid,
        "match": review.uid,
        "message": held.uid,
        "report": report.uid,
        "invitation": invitation.pk,
        "topic": Topic.objects.filter(parent=None)[0].pk,
        "chart": "made-up",
    }
    return World(things, _strangers(riverside, make_member, now))


def _strangers(riverside: Community, make_member: Callable[..., Member], now: datetime) -> dict[str, Member]:
    here = riverside.memberships
    owner, fellow = make_member("Owner"), make_member("Fellow")
    hillside = communities.create(name="Hillside", slug="hillside", by=owner, now=now)
    communities.join(community=hillside, member=fellow, display_name="Fellow", now=now)
    hillside.memberships.filter(member=fellow).update(role=Role.MODERATOR)
    here.filter(member__in=[owner, fellow]).update(standing=Standing.LEFT)
    who = {"owner of another": owner, "moderator of another": fellow, "member": make_member("Plain")}
    for standing in (Standing.SUSPENDED, Standing.LEFT):
        who[f"once a moderator, {standing}"] = once = make_member(f"Once{standing}")
        here.filter(member=once).update(role=Role.MODERATOR, standing=standing)
    who["once a moderator, now a member"] = make_member("Before")
    who["about to be erased"] = gone = make_member("Gone")
    here.filter(member=gone).update(standing=Standing.LEFT, role=Role.OWNER)
    Member.objects.filter(pk=gone.pk).update(erase_asked_at=now - timedelta(hours=1))
    return who


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_every_route_with_an_id_is_covered() -> None:
    found = {str(pattern.name): pattern.pattern.converters for pattern in routes()}
    assert {name for name, converters in found.items() if converters} == WITH_AN_ID.keys()
    for name, parts in WITH_AN_ID.items():
        assert len(parts) == len(found[name]), name


def finds(member: Member, method: str, path: str) -> bool:
    """Whether there is anything for them. Asked of the view itself: the page that says no takes longer than that."""
    request = RequestFactory().generic(method.upper(), path)
    request.user, request.session = member, {}  # type: ignore[assignment]
    view = resolve(path)
    try:
        view.func(request, *view.args, **view.kwargs)
    except Http404:
        return False
    return True


def test_whoever_does_not_moderate_here_finds_nothing_by_no_method(world: World) -> None:
    paths = [world.path(str(pattern.name)) for pattern in routes()]
    found = [
        (who, method, path)
        for who, member in world.strangers.items()
        for path in paths
        for method in METHODS
        if finds(member, method, path)
    ]
    assert found == []


def test_the_ids_of_one_community_open_nothing_under_the_address_of_another(world: World) -> None:
    owner = signed_in(world.strangers["owner of another"])
    for name in OF_A_COMMUNITY:
        path = world.path(name, community="hillside")
        answers = {method: getattr(owner, method)(path).status_code for method in ("get", "post")}
        assert set(answers.values()) <= {NOTHING, NOT_SO}, (path, answers)
        assert NOTHING in answers.values(), (path, answers)
    assert owner.get(world.path("dashboard", community="hillside")).status_code == 200


def test_the_same_addresses_open_for_those_who_moderate_here(world: World, nour: Member) -> None:
    """Or nothing above would be shown: each leads to something that is there."""
    desk = signed_in(nour)
    for name in OF_A_COMMUNITY:
        path = world.path(name)
        answers = {desk.get(path).status_code}
        if NOT_SO in answers:
            answers.add(desk.post(path, {"do": "claim", "kind": "made-up"}).status_code)
        assert answers & {*SEEN, NOTHING}, (path, answers)
    opened = [name for name in OF_A_COMMUNITY if desk.get(world.path(name)).status_code in SEEN]
    assert {
        "dashboard_member",
        "dashboard_need",
        "dashboard_match",
        "dashboard_report",
        "dashboard_danger",
    } <= set(opened)


def test_no_kind_of_case_opens_from_another_community(world: World) -> None:
    owner, desk = (signed_in(world.strangers["owner of another"]), world.things["case"])
    for kind in KINDS:
        if kind.name == "resource":
            continue  # crisis lines are the same for every community
        path = reverse("dashboard_case", args=["hillside", kind.name, desk])
        assert owner.post(path, {"do": "claim"}).status_code == NOTHING, kind.name
