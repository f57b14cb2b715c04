"""What the tests find in the service's own database: made there through the domain, in a process beside it."""

from datetime import time

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts import communities, members
from accounts.clock import database_now
from accounts.guides import Guide, note_read
from accounts.models import Community, Joining, Member, Role
from matching import availability, matches, needs, offers
from matching.engine.side import Window
from matching.models import Match, Topic

PASSWORD = "a quiet kitchen table"
ALWAYS = [Window(weekday, 0, 24 * 60) for weekday in range(7)]


def address(name: str, world: str) -> str:
    """Everybody's e-mail address; a name may live in several worlds."""
    return f"{name.lower()}@{world}.example"


def account(name: str, world: str, languages: tuple[str, ...] = ("en",), language: str = "") -> Member:
    """Somebody with a confirmed address, whose letters never wait for the morning."""
    member = members.sign_up(
        email=address(name, world), password=PASSWORD, now=database_now(), adult=True, consent=True
    )
    EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=True)
    members.update_profile(
        member=member,
        time_zone="Europe/Lisbon",
        languages=list(languages),
        quiet_from=time(0),
        quiet_until=time(0),
    )
    if language:
        members.update_profile(member=member, language=language)
    return member


def community(name: str, by: Member, joining: Joining = Joining.OPEN) -> Community:
    return communities.create(
        name=name,
        slug=name.lower(),
        by=by,
        now=database_now(),
        display_name="Nour",
        joining=joining,
        languages=["en"],
        about="Neighbours who listen to each other.",
        moderator_hours="Every day from 9 to 17",
    )


def riverside() -> None:
    """Two communities that Nour takes care of: one that everybody may join, one where people ask first.

    Wren has no password.
    """
    nour, wren = account("Nour", "riverside"), account("Wren", "riverside")
    wren.set_unusable_password()
    wren.save()
    community("Riverside", nour)
    community("Hillside", nour, Joining.REQUEST)


def lakeside() -> None:
    """Maya, whose hours are not known yet, and Omar, who is always free."""
    _two_who_have_not_met("Lakeside")


def millpond() -> None:
    """The same two, for those who have no mouse."""
    _two_who_have_not_met("Millpond")


def oasis() -> None:
    """The same two, who read Arabic."""
    _two_who_have_not_met("Oasis", language="ar")


def quarry() -> None:
    """Nour and Ines moderate; Fern, Hazel and Juniper have asked to come in."""
    nour, ines = account("Nour", "quarry"), account("Ines", "quarry")
    place = community("Quarry", nour, Joining.REQUEST)
    for name in ("Fern", "Hazel", "Juniper"):
        communities.join(
            community=place, member=account(name, "quarry"), display_name=name, now=database_now()
        )
    membership = communities.join(community=place, member=ines, display_name="Ines", now=database_now())
    communities.admit(membership=membership, now=database_now())
    membership.refresh_from_db()
    communities.appoint(membership=membership, role=Role.MODERATOR)


def lamplight() -> None:
    """The demo's second place, owned by Nour, who runs the service too; three others of its people can sign in."""
    from support.demo.lamplight import desk

    nour = account("Nour", "lamplight")
    with transaction.atomic():
        desk.light(nour, name="Nour", now=database_now())
    Member.objects.filter(pk=nour.pk).update(is_operator=True)
    for name in ("Marigold Stone", "Heron Lake", "Olive Field"):
        member = Member.objects.get(memberships__display_name=name, memberships__community__slug="lamplight")
        member.email = address(name.partition(" ")[0], "lamplight")
        member.set_password(PASSWORD)
        member.save()
        EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=True)


def hollow() -> None:
    """A community that nobody has found yet."""
    community("Hollow", account("Nour", "hollow"))


def _two_who_have_not_met(name: str, language: str = "") -> None:
    world = name.lower()
    place = community(name, account("Nour", world))
    maya, omar = (account(one, world, language=language) for one in ("Maya", "Omar"))
    for member, name in ((maya, "Maya"), (omar, "Omar")):
        communities.join(community=place, member=member, display_name=name, now=database_now())
    availability.replace(member=omar, windows=ALWAYS, now=database_now())


def meadow() -> dict[str, str]:
    """One of everything; says how each thing is called in addresses."""
    from tests.browser import meadow

    return meadow.one_of_everything()


def orchard() -> dict[str, str]:
    """Maya and Omar, who talk with each other; and another need of hers, about which nobody can be asked."""
    return _two_who_talk("Orchard")


def ferry() -> dict[str, str]:
    """The same two, three days on: both are asked how it goes."""
    from support.models import CheckIn

    made = _two_who_talk("Ferry")
    met = Match.objects.get(uid=made["met"])
    for member in (met.seeker, met.helper):
        CheckIn.objects.create(match=met, member=member, day=3, asked_at=database_now())
    return made


def thicket() -> dict[str, str]:
    """The same two, who plan a meeting."""
    return _two_who_talk("Thicket")


def willow() -> dict[str, str]:
    """The same two, who talk for longer."""
    return _two_who_talk("Willow")


def garden() -> dict[str, str]:
    """The same, and about her other need Omar has said yes: it is for her to answer."""
    return _two_who_talk("Garden", asked=True)


def _two_who_talk(name: str, *, asked: bool = False) -> dict[str, str]:
    world = name.lower()
    place = community(name, account("Nour", world))
    maya, omar = account("Maya", world), account("Omar", world)
    for member, name in ((maya, "Maya"), (omar, "Omar")):
        communities.join(community=place, member=member, display_name=name, now=database_now())
        availability.replace(member=member, windows=ALWAYS, now=database_now())
    with transaction.atomic():  # a running worker sees the need when it is connected already
        shared = {"formats": ["chat"], "languages": ["en"]}
        words = {"headline": "Somebody to talk to", "words": "It has been a long year.", "kind": "listening"}
        grief, other = Topic.objects.get(slug="losing-somebody"), Topic.objects.get(slug="sleep")
        need = needs.post(member=maya, community=place, now=database_now(), topics=[grief], **words, **shared)
        note_read(omar, Guide.LISTENING, now=database_now())
        offer = offers.post(
            member=omar, community=place, now=database_now(), topics=[grief, other] if asked else [grief], avoids=[],
            kinds=["listening"], capacity=2, **shared,
        )  # fmt: skip
        met = matches.propose(need_id=need.pk, offer_id=offer.pk, now=database_now())
        for member in (omar, maya):
            matches.answer(match=met, member=member, answer="yes", seen=(1, 1), now=database_now())
        looking = needs.post(
            member=maya, community=place, now=database_now(), topics=[other], **words, **shared
        )
        if asked:
            second = matches.propose(need_id=looking.pk, offer_id=offer.pk, now=database_now())
            matches.answer(match=second, member=omar, answer="yes", seen=(1, 1), now=database_now())
    return {"met": str(met.uid), "looking": str(looking.uid)}
