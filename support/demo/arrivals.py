"""The people of Riverside come in: those who may sign in through the front door, the crowd all at once.

Nobody can sign in as one of the crowd, so their accounts, memberships and hours are written as rows, a few hundred in
each step; a test compares them with what the front door would have written.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts import communities, members
from accounts.guides import Guide, note_read
from accounts.models import Community, Joining, Member, Membership, Role, Standing
from matching import availability
from matching.models import Availability
from support.demo import NAME, SLUG
from support.demo.people import Person


def came(person: Person, now: datetime) -> datetime:
    return now - timedelta(days=person.days_here)


def found(founder: Person, *, now: datetime) -> tuple[Community, Member]:
    """The community, and its first member, who owns it."""
    member = sign_up(founder, now=now)
    community = communities.create(
        name=NAME,
        slug=SLUG,
        by=member,
        now=came(founder, now),
        display_name=founder.name,
        about=(
            "A made-up community with invented people, for trying things out. "
            "The requests are real: people once asked them elsewhere, and they were published without names."
        ),
        welcome="Good that you are here. You can look around first, and ask or offer when it suits you.",
        rules=(
            "Listen first.\nWhat somebody tells you stays with you.\nNobody owes anybody an answer.\n"
            "If you are worried about somebody, tell a moderator."
        ),
        run_by="Nobody: this is the demo of this service.",
        joining=Joining.OPEN,
        languages=["en", "es", "fr"],
        moderator_hours="Every day from 9 to 17, London time",
        time_zone="Europe/London",
        duty_hours=[[weekday, 9 * 60, 17 * 60] for weekday in range(7)],
    )
    availability.replace(member=member, windows=founder.hours, now=now)
    return community, member


def sign_up(person: Person, *, now: datetime) -> Member:
    """An account with its address confirmed, where it has a password, and with what its owner says of themselves."""
    member = members.sign_up(
        email=person.email,
        password=None,
        now=came(person, now),
        adult=True,
        consent=True,
        time_zone=person.zone,
        languages=person.languages,
        email_safe=reads_mail(person),
    )
    if person.password:
        Member.objects.filter(pk=member.pk).update(password=_hashed(person.password))
        EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=True)
    members.update_profile(
        member=member,
        time_zone=person.zone,
        quiet_from=person.quiet[0],
        quiet_until=person.quiet[1],
        asked_in_quiet_hours=person.asked_in_quiet_hours,
        country=person.country,
        gender=person.gender,
        age_band=person.age_band,
    )
    if person.helps:
        note_read(member, Guide.LISTENING, now=came(person, now))
    members.set_limits(member=member, max_people=person.max_people, max_asks_week=person.max_asks_week)
    return member


@cache
def _hashed(password: str) -> str:
    """Made to be slow; all three have the same, which is public, so once is enough."""
    return make_password(password)


def reads_mail(person: Person) -> bool:
    """Only somebody who can sign in is told things by e-mail; the crowd's addresses lead nowhere."""
    return person.password is not None


def join(person: Person, community: Community, *, now: datetime) -> Member:
    """One person through the front door: signs up, joins, says when they are free."""
    member = sign_up(person, now=now)
    membership = communities.join(
        community=community, member=member, display_name=person.name, now=came(person, now)
    )
    if person.role == "moderator":
        communities.appoint(membership=membership, role=Role.MODERATOR)
    availability.replace(member=member, windows=person.hours, now=now)
    return member


def crowd_in(people: Collection[Person], community: Community, *, now: datetime) -> list[Member]:
    """Many people at once, in the order given."""
    rows = Member.objects.bulk_create(_account(person, came(person, now)) for person in people)
    Membership.objects.bulk_create(
        Membership(
            community=community,
            member=member,
            display_name=person.name,
            standing=Standing.GOOD,
            asked_at=member.created_at,
            joined_at=member.created_at,
            trained_for_danger_at=member.created_at if person.trained else None,
        )
        for person, member in zip(people, rows, strict=True)
    )
    Availability.objects.bulk_create(
        Availability(member=member, weekday=window.weekday, start=window.start, end=window.end)
        for person, member in zip(people, rows, strict=True)
        for window in person.hours
    )
    availability.write_masks([member.pk for member in rows], now=now)
    return rows


def _account(person: Person, since: datetime) -> Member:
    return Member(
        email=person.email,
        password=make_password(person.password),
        email_safe=reads_mail(person),
        created_at=since,
        adult_confirmed_at=since,
        consented_at=since,
        listening_read_at=since if person.helps else None,
        time_zone=person.zone,
        time_zone_confirmed=True,
        languages=list(person.languages),
        quiet_from=person.quiet[0],
        quiet_until=person.quiet[1],
        asked_in_quiet_hours=person.asked_in_quiet_hours,
        country=person.country,
        gender=person.gender,
        age_band=person.age_band,
        max_people=person.max_people,
        max_asks_week=person.max_asks_week,
    )
