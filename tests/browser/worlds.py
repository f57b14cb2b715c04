"""What the tests find in the service's own database: made there through the domain, in a process beside it."""

from datetime import time

from allauth.account.models import EmailAddress

from accounts import communities, members
from accounts.clock import database_now
from accounts.models import Community, Joining, Member
from matching import availability
from matching.engine.side import Window

PASSWORD = "a quiet kitchen table"
ALWAYS = [Window(weekday, 0, 24 * 60) for weekday in range(7)]


def address(name: str, world: str) -> str:
    """Everybody's e-mail address; a name may live in several worlds."""
    return f"{name.lower()}@{world}.example"


def account(name: str, world: str, languages: tuple[str, ...] = ("en",)) -> Member:
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
    """Two communities that Nour takes care of: one that everybody may join, one where people ask first."""
    nour = account("Nour", "riverside")
    community("Riverside", nour)
    community("Hillside", nour, Joining.REQUEST)


def lakeside() -> None:
    """Maya, whose hours are not known yet, and Omar, who is always free."""
    place = community("Lakeside", account("Nour", "lakeside"))
    maya, omar = account("Maya", "lakeside"), account("Omar", "lakeside")
    for member, name in ((maya, "Maya"), (omar, "Omar")):
        communities.join(community=place, member=member, display_name=name, now=database_now())
    availability.replace(member=omar, windows=ALWAYS, now=database_now())


def meadow() -> dict[str, str]:
    """One of everything; says how each thing is called in addresses."""
    from tests.browser import meadow

    return meadow.one_of_everything()
