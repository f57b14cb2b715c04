"""Coming in and going: open, by request, by invitation; twice, again, and two people at the same moment."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import communities, joining, members, roles
from accounts.invitations import InvitationOver, TooWide
from accounts.joining import CannotJoin, InvitationNeeded, NotAsking
from accounts.models import Arrival, Community, Joining, Member, Membership, Notification, Role, Standing
from accounts.names import NameTaken
from accounts.roles import LastOwner

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(now: datetime) -> Member:
    return members.sign_up(email="ines@members.example", password=None, now=now, adult=True, consent=True)


@pytest.fixture
def by_request(riverside: Community, nour: Member) -> Community:
    riverside.joining = Joining.REQUEST
    riverside.save()
    return riverside


@pytest.fixture
def by_invitation(riverside: Community, maya: Member, omar: Member) -> Community:
    riverside.joining = Joining.INVITATION
    riverside.save()
    return riverside


@pytest.fixture
def founder(riverside: Community) -> Member:
    return riverside.memberships.get(role=Role.OWNER).member


def join(
    community: Community, member: Member, now: datetime, name: str = "Ines", secret: str = ""
) -> Membership:
    return communities.join(community=community, member=member, display_name=name, now=now, secret=secret)


def told(member: Member) -> list[str]:
    return list(member.notifications.order_by("pk").values_list("kind", flat=True))


class TestOpen:
    def test_anybody_is_in_at_once(self, riverside: Community, newcomer: Member, now: datetime) -> None:
        membership = join(riverside, newcomer, now)
        assert (membership.standing, membership.joined_at) == (Standing.GOOD, now)
        assert communities.membership_of(newcomer, riverside) == membership

    def test_joining_twice_changes_nothing(
        self, riverside: Community, newcomer: Member, now: datetime
    ) -> None:
        first = join(riverside, newcomer, now)
        again = join(riverside, newcomer, now + timedelta(days=1), name="Another")
        assert again == first
        assert (again.display_name, again.joined_at) == ("Ines", now)

    @pytest.mark.usefixtures("maya")
    @pytest.mark.parametrize("name", ["Maya", "maya", " MAYA ", "Ma\u200bya"])
    def test_a_name_that_is_taken_is_refused_beside_it(
        self, riverside: Community, newcomer: Member, now: datetime, name: str
    ) -> None:
        with pytest.raises(NameTaken) as refused:
            join(riverside, newcomer, now, name=name)
        assert list(refused.value.error_dict) == ["display_name"]
        assert communities.membership_of(newcomer, riverside) is None

    def test_the_same_name_in_another_community_is_free(
        self, maya: Member, newcomer: Member, founder: Member, now: datetime
    ) -> None:
        other = communities.create(name="Hill", slug="hill", by=founder, now=now)
        assert join(other, newcomer, now, name="Maya").standing == Standing.GOOD

    def test_whoever_left_comes_back_with_another_name_if_they_like(
        self, riverside: Community, newcomer: Member, now: datetime
    ) -> None:
        membership = join(riverside, newcomer, now)
        communities.leave(membership=membership, now=now)
        assert communities.membership_of(newcomer, riverside) is None
        back = join(riverside, newcomer, now + timedelta(days=3), name="Agnes")
        assert (back.pk, back.standing, back.display_name) == (membership.pk, Standing.GOOD, "Agnes")

    def test_leaving_and_coming_back_lifts_no_moderators_pause_and_keeps_no_role(
        self, riverside: Community, maya: Member, now: datetime
    ) -> None:
        membership = riverside.memberships.get(member=maya)
        membership.role, membership.matching_paused_at = Role.MODERATOR, now
        membership.save()
        communities.leave(membership=membership, now=now)
        back = join(riverside, maya, now, name="Maya")
        assert (back.role, back.matching_paused_at) == (Role.MEMBER, now)

    def test_a_suspension_is_neither_walked_out_of_nor_told_to_the_door(
        self, riverside: Community, maya: Member, now: datetime
    ) -> None:
        riverside.memberships.filter(member=maya).update(standing=Standing.SUSPENDED)
        communities.leave(membership=riverside.memberships.get(member=maya), now=now)
        with pytest.raises(CannotJoin) as refused:
            join(riverside, maya, now, name="Maya")
        assert riverside.memberships.get(member=maya).standing == Standing.SUSPENDED
        assert "suspend" not in refused.value.message.lower()


class TestByRequest:
    def test_somebody_asks_and_every_moderator_is_told_in_the_app(
        self, by_request: Community, founder: Member, nour: Member, newcomer: Member, now: datetime
    ) -> None:
        asked = join(by_request, newcomer, now)
        assert (asked.standing, asked.joined_at) == (Standing.ASKED, None)
        assert told(nour) == told(founder) == ["membership_asked"]
        assert not nour.notifications.get().deliveries.exists()

    def test_asking_twice_tells_the_moderators_once(
        self, by_request: Community, founder: Member, newcomer: Member, now: datetime
    ) -> None:
        join(by_request, newcomer, now)
        join(by_request, newcomer, now + timedelta(hours=1))
        assert told(founder) == ["membership_asked"]

    def test_a_yes_lets_in_and_tells(self, by_request: Community, newcomer: Member, now: datetime) -> None:
        asked = join(by_request, newcomer, now)
        communities.admit(membership=asked, now=now)
        assert (asked.standing, asked.joined_at) == (Standing.GOOD, now)
        assert told(newcomer) == ["membership_admitted"]

    def test_a_no_leaves_the_way_open_to_ask_again(
        self, by_request: Community, founder: Member, newcomer: Member, now: datetime
    ) -> None:
        communities.turn_away(membership=join(by_request, newcomer, now), now=now)
        assert communities.membership_of(newcomer, by_request) is None
        again = join(by_request, newcomer, now + timedelta(days=1))
        assert again.standing == Standing.ASKED
        assert told(newcomer) == ["membership_turned_away"]
        assert told(founder) == ["membership_asked", "membership_asked"]

    def test_only_the_first_answer_counts(
        self, by_request: Community, newcomer: Member, now: datetime
    ) -> None:
        asked = join(by_request, newcomer, now)
        stale = Membership.objects.get(pk=asked.pk)
        communities.admit(membership=asked, now=now)
        with pytest.raises(NotAsking):
            communities.turn_away(membership=stale, now=now)
        assert told(newcomer) == ["membership_admitted"]

    def test_an_invitation_opens_the_door_at_once_also_to_who_asked_before(
        self, by_request: Community, founder: Member, newcomer: Member, now: datetime
    ) -> None:
        join(by_request, newcomer, now)
        _, secret = communities.invite(community=by_request, by=founder, now=now)
        assert join(by_request, newcomer, now, secret=secret).standing == Standing.GOOD

    def test_an_invitation_that_is_over_becomes_a_request(
        self, by_request: Community, newcomer: Member, now: datetime
    ) -> None:
        assert join(by_request, newcomer, now, secret="long gone").standing == Standing.ASKED


class TestByInvitation:
    def test_nobody_comes_in_without(self, by_invitation: Community, newcomer: Member, now: datetime) -> None:
        with pytest.raises(InvitationNeeded):
            join(by_invitation, newcomer, now)

    def test_a_link_lets_in_as_many_as_it_says(
        self, by_invitation: Community, founder: Member, newcomer: Member, omar: Member, now: datetime
    ) -> None:
        by_invitation.memberships.filter(member=omar).delete()
        invitation, secret = communities.invite(community=by_invitation, by=founder, now=now)
        assert communities.invitation_for(secret, now=now) == invitation
        join(by_invitation, newcomer, now, secret=secret)
        assert communities.invitation_for(secret, now=now) is None
        with pytest.raises(InvitationOver):
            join(by_invitation, omar, now, name="Omar", secret=secret)

    def test_a_member_who_follows_the_link_again_uses_none_of_it(
        self, by_invitation: Community, founder: Member, newcomer: Member, now: datetime
    ) -> None:
        invitation, secret = communities.invite(community=by_invitation, by=founder, now=now, uses=2)
        join(by_invitation, newcomer, now, secret=secret)
        join(by_invitation, newcomer, now, secret=secret)
        invitation.refresh_from_db()
        assert invitation.uses_left == 1

    def test_a_use_is_given_back_when_the_name_was_taken(
        self, by_invitation: Community, founder: Member, maya: Member, newcomer: Member, now: datetime
    ) -> None:
        invitation, secret = communities.invite(community=by_invitation, by=founder, now=now)
        with pytest.raises(NameTaken):
            join(by_invitation, newcomer, now, name="Maya", secret=secret)
        invitation.refresh_from_db()
        assert invitation.uses_left == 1

    def test_links_run_out_and_can_be_called_back(
        self, by_invitation: Community, founder: Member, now: datetime
    ) -> None:
        invitation, secret = communities.invite(community=by_invitation, by=founder, now=now, days=2)
        assert communities.invitation_for(secret, now=now + timedelta(days=2)) is None
        communities.revoke(invitation=invitation, now=now)
        assert communities.invitation_for(secret, now=now) is None

    def test_a_link_opens_its_own_community_only(
        self, by_invitation: Community, founder: Member, newcomer: Member, now: datetime
    ) -> None:
        other = communities.create(name="Hill", slug="hill", by=founder, now=now)
        _, secret = communities.invite(community=other, by=founder, now=now)
        with pytest.raises(InvitationOver):
            join(by_invitation, newcomer, now, secret=secret)

    def test_links_of_somebody_who_was_suspended_rest(
        self, by_invitation: Community, founder: Member, newcomer: Member, now: datetime
    ) -> None:
        _, secret = communities.invite(community=by_invitation, by=founder, now=now)
        by_invitation.memberships.filter(member=founder).update(standing=Standing.SUSPENDED)
        assert communities.invitation_for(secret, now=now) is None
        with pytest.raises(InvitationOver):
            join(by_invitation, newcomer, now, secret=secret)
        by_invitation.memberships.filter(member=founder).update(standing=Standing.GOOD)
        assert communities.invitation_for(secret, now=now) is not None

    def test_the_secret_itself_is_not_kept(
        self, by_invitation: Community, founder: Member, now: datetime
    ) -> None:
        invitation, secret = communities.invite(community=by_invitation, by=founder, now=now)
        assert secret not in invitation.fingerprint
        assert len(secret) >= 32

    @pytest.mark.parametrize(("uses", "days"), [(0, 14), (501, 14), (1, 0), (1, 91)])
    def test_an_invitation_has_bounds(
        self, by_invitation: Community, founder: Member, now: datetime, uses: int, days: int
    ) -> None:
        with pytest.raises(TooWide):
            communities.invite(community=by_invitation, by=founder, now=now, uses=uses, days=days)


class TestArriving:
    """What was chosen at sign-up comes true when the address is confirmed."""

    def test_the_choice_comes_true_once(self, riverside: Community, newcomer: Member, now: datetime) -> None:
        communities.remember_arrival(community=riverside, member=newcomer, display_name="Ines", now=now)
        assert communities.membership_of(newcomer, riverside) is None
        membership = communities.arrive(member=newcomer, now=now)
        assert membership is not None
        assert membership.display_name == "Ines"
        assert communities.arrive(member=newcomer, now=now) is None

    def test_the_last_choice_counts_and_an_invitation_is_remembered(
        self, by_invitation: Community, founder: Member, newcomer: Member, now: datetime
    ) -> None:
        _, secret = communities.invite(community=by_invitation, by=founder, now=now)
        for name in ("Ines", "Agnes"):
            communities.remember_arrival(
                community=by_invitation, member=newcomer, display_name=name, secret=secret, now=now
            )
        membership = communities.arrive(member=newcomer, now=now)
        assert membership is not None
        assert membership.display_name == "Agnes"

    def test_a_choice_that_is_refused_is_forgotten(
        self, riverside: Community, maya: Member, newcomer: Member, now: datetime
    ) -> None:
        communities.remember_arrival(community=riverside, member=newcomer, display_name="Maya", now=now)
        with pytest.raises(NameTaken):
            communities.arrive(member=newcomer, now=now)
        assert not Arrival.objects.exists()


class TestOwners:
    def test_the_last_owner_stays_until_there_is_another(
        self, riverside: Community, founder: Member, maya: Member, now: datetime
    ) -> None:
        owner = riverside.memberships.get(member=founder)
        with pytest.raises(LastOwner):
            communities.leave(membership=owner, now=now)
        with pytest.raises(LastOwner):
            communities.appoint(membership=owner, role=Role.MEMBER)
        communities.appoint(membership=riverside.memberships.get(member=maya), role=Role.OWNER)
        communities.leave(membership=owner, now=now)
        assert list(communities.moderators_of(riverside)) == [maya]

    def test_moderators_are_those_in_good_standing_with_an_open_account(
        self, riverside: Community, founder: Member, nour: Member, maya: Member
    ) -> None:
        assert list(communities.moderators_of(riverside)) == [founder, nour]
        Member.objects.filter(pk=founder.pk).update(is_active=False)
        riverside.memberships.filter(member=nour).update(standing=Standing.SUSPENDED)
        assert not communities.moderators_of(riverside).exists()

    def test_two_communities_cannot_have_one_address(
        self, riverside: Community, founder: Member, now: datetime
    ) -> None:
        with pytest.raises(ValidationError) as refused:
            communities.create(name="Elsewhere", slug="riverside", by=founder, now=now)
        assert list(refused.value.error_dict) == ["slug"]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Runs the acts side by side, each on its own connection; refusals come back as values."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except ValidationError as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_one_name_goes_to_one_of_many(self, riverside: Community, now: datetime) -> None:
        people = [
            members.sign_up(email=f"p{n}@members.example", password=None, now=now, adult=True, consent=True)
            for n in range(6)
        ]
        outcomes = at_once(*(lambda p=person: join(riverside, p, now, name="Robin") for person in people))
        assert outcomes.count(NameTaken) == 5
        assert riverside.memberships.filter(display_name="Robin").count() == 1

    def test_one_person_pressing_many_times_joins_once_and_uses_one_invitation(
        self, by_invitation: Community, founder: Member, newcomer: Member, now: datetime
    ) -> None:
        invitation, secret = communities.invite(community=by_invitation, by=founder, now=now, uses=5)
        outcomes = at_once(*[lambda: join(by_invitation, newcomer, now, secret=secret)] * 5)
        assert all(isinstance(outcome, Membership) for outcome in outcomes)
        invitation.refresh_from_db()
        assert invitation.uses_left == 4

    def test_the_last_use_of_a_link_goes_to_one(
        self, by_invitation: Community, founder: Member, now: datetime
    ) -> None:
        people = [
            members.sign_up(email=f"p{n}@members.example", password=None, now=now, adult=True, consent=True)
            for n in range(5)
        ]
        _, secret = communities.invite(community=by_invitation, by=founder, now=now)
        outcomes = at_once(
            *(lambda p=p: join(by_invitation, p, now, name=f"Guest {p.pk}", secret=secret) for p in people)
        )
        assert outcomes.count(InvitationOver) == 4

    def test_two_moderators_answer_and_one_answer_counts(
        self, by_request: Community, newcomer: Member, now: datetime
    ) -> None:
        asked = join(by_request, newcomer, now)
        copies = [Membership.objects.get(pk=asked.pk) for _ in range(4)]
        outcomes = at_once(
            *(lambda c=c: communities.admit(membership=c, now=now) for c in copies[:2]),
            *(lambda c=c: communities.turn_away(membership=c, now=now) for c in copies[2:]),
        )
        assert outcomes.count(NotAsking) == 3
        assert Notification.objects.filter(member=newcomer).count() == 1

    def test_two_owners_cannot_both_leave(
        self,
        riverside: Community,
        founder: Member,
        maya: Member,
        now: datetime,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def check_and_pause(membership: Membership) -> None:
            roles.keep_an_owner(membership)
            time.sleep(0.05)  # between the check and what follows from it

        monkeypatch.setattr(joining, "keep_an_owner", check_and_pause)
        communities.appoint(membership=riverside.memberships.get(member=maya), role=Role.OWNER)
        owners = list(riverside.memberships.filter(role=Role.OWNER))
        outcomes = at_once(*(lambda o=o: communities.leave(membership=o, now=now) for o in owners))
        assert outcomes.count(LastOwner) == 1
        assert riverside.memberships.filter(role=Role.OWNER, standing=Standing.GOOD).count() == 1
