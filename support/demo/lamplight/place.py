"""The place, how it looks, and who is there."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from accounts import communities
from accounts.guides import Guide, note_read
from accounts.models import Community, Joining, Member, Role
from support.branding import logos
from support.demo import arrivals
from support.demo.lamplight import NAME, SLUG
from support.demo.names import address
from support.demo.people import Person, neighbour

LOGO = Path(__file__).parent.parent / "data" / "lamp.svg"
MODERATOR = "Marigold Stone"
HELPERS = (
    "Olive Field",
    "Reed Hollow",
    "Storm Shore",
    "Frost Well",
    "Flint Cove",
    "Rowan Hill",
    "Moss Ridge",
    "Sorrel Wood",
)
ASKING = ("Heron Lake", "Lark Bay", "Clover Dale", "Fern Brook", "Plover Pond", "Misty Heath", "Poppy Lane")
NEW_HERE = ("Ivy Orchard", "Jay Spring", "Willow Glade", "Dew Meadow")
AT_THE_DOOR = ("Robin Bay", "Swift Grove")


def found(owner: Member, *, name: str, now: datetime) -> Community:
    """The community, owned by somebody who has an account already."""
    place = communities.create(
        name=NAME,
        slug=SLUG,
        by=owner,
        now=now - timedelta(days=150),
        display_name=name,
        about=(
            "A small made-up community that takes its time: moderators read first words here. "
            "Its people are invented, and so is everything that they say."
        ),
        welcome="Good that you came. Whatever you write first is read by a moderator before anybody else sees it.",
        rules="Listen first.\nWhat somebody tells you stays with you.\nA no needs no reason.",
        run_by="Nobody: this is the demo of this service.",
        joining=Joining.REQUEST,
        languages=["en", "fr"],
        country="GB",
        moderator_hours="Evenings from 18 to 22, London time",
        time_zone="Europe/London",
        duty_hours=[[weekday, 18 * 60, 22 * 60] for weekday in range(7)],
    )
    place.colour, place.two_for_suspension = "dusk", True
    place.save(update_fields=["colour", "two_for_suspension"])
    logos.put(community=place, data=LOGO.read_bytes(), now=now)
    return place


def move_in(place: Community, *, now: datetime) -> dict[str, Member]:
    """Everybody who lives there, by name."""
    people = [_person(name) for name in (MODERATOR, *HELPERS, *ASKING, *NEW_HERE)]
    rows = arrivals.crowd_in(people, place, now=now)
    members = {person.name: row for person, row in zip(people, rows, strict=True)}
    marigold = place.memberships.get(member=members[MODERATOR])
    communities.appoint(membership=marigold, role=Role.MODERATOR)
    note_read(members["Moss Ridge"], Guide.SENSITIVE, now=now - timedelta(hours=5))
    return members


def knock(place: Community, *, now: datetime) -> None:
    """Two would like to come in; the address of one is like that of somebody who had to leave."""
    for number, name in enumerate(AT_THE_DOOR):
        member = arrivals.sign_up(_person(name, days=2), now=now)
        asked = now - timedelta(hours=3 + 5 * number)
        communities.join(community=place, member=member, display_name=name, now=asked)
    place.memberships.filter(display_name=AT_THE_DOOR[-1]).update(resembles=True)


def careful(place: Community) -> None:
    """From now on a moderator reads first words, looks at proposals, and trusts helpers one by one."""
    place.review_first_needs = place.review_first_messages = place.review_proposals = True
    place.admits_helpers = True
    place.save()


def _person(name: str, *, days: int = 120) -> Person:
    email = address(name).replace("@members.", "@lamplight.")
    return replace(neighbour(name, email), helps=name in HELPERS, days_here=days)
