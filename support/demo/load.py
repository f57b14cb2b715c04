"""Riverside comes to life: its offers and needs are posted by the same functions as on the pages.

Only the past is written as it stands: the domain has no function for yesterday, so closed needs are stored directly,
and `matches.record_past` stores the completed matches that go with them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from accounts.models import Community, Member
from matching import matches, needs, offers, phrases, topics
from matching.models import Closing, Match, Need, NeedState, Offer, Topic, Urgency
from matching.postings import keep_topics
from support.demo import SIGN_INS, SLUG, aftermath, arrivals, moderating
from support.demo.lamplight import desk as lamplight
from support.demo.needs import Asking
from support.demo.offers import Offering
from support.demo.past import Help
from support.demo.people import Person
from support.demo.riverside import Riverside, describe
from support.models import CheckIn, Thanks

THANKS = "You listened without telling me what to do. That helped more than I can say."


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many of each there are now."""

    people: int
    offers: int
    needs: int
    past: int


def load(*, now: datetime) -> Loaded | None:
    """Makes Riverside, whole or not at all; None when it is there already. Only where `settings.DEMO` allows it.

    The worker's doorbell rings once, when everything is committed.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("The demo has known passwords: it exists in the embedded default only.")
    if Community.objects.filter(slug=SLUG).exists():
        return None
    riverside = describe()
    with transaction.atomic():
        patient()
        topics.load_tree()
        phrases.load(topics.tree())
        _Loading(now).fill(riverside)
    return Loaded(len(riverside.people), len(riverside.offers), len(riverside.needs), len(riverside.past))


def patient() -> None:
    """However slow the machine, the database waits while this transaction reads and thinks."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL statement_timeout = 0")


@contextmanager
def quietly() -> Iterator[None]:
    """Leaves out what would ring a worker or an open page: nobody is there yet, and the sweeps find everything."""
    before = list(connection.run_on_commit)
    yield
    connection.run_on_commit = before


class _Loading:
    """One loading: when it is, and the rows that were made so far."""

    community: Community

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.topics = {topic.slug: topic for topic in Topic.objects.all()}
        self.members: dict[str, Member] = {}  # by e-mail address

    def fill(self, riverside: Riverside) -> None:
        self._settle(riverside.people)
        posted = self._offer(riverside.offers)
        self._remember(riverside.past, posted)
        self._look_back(riverside.past[-1])
        self._ask(riverside.needs)
        aftermath.leave(self.community, now=self.now)
        moderator = next(who for who in SIGN_INS if who.role == "moderator")
        with quietly():
            moderating.look_after(self.community, self.members, now=self.now)
            lamplight.light(self.members[moderator.email], name=moderator.name, now=self.now)

    def _settle(self, people: list[Person]) -> None:
        crowd = sorted((person for person in people if not person.password), key=lambda one: -one.days_here)
        founder, *others = crowd
        self.community, self.members[founder.email] = arrivals.found(founder, now=self.now)
        for person in people:
            if person.password:
                self.members[person.email] = arrivals.join(person, self.community, now=self.now)
        rows = arrivals.crowd_in(others, self.community, now=self.now)
        self.members |= {row.email: row for row in rows}

    def _offer(self, offerings: list[Offering]) -> dict[str, Offer]:
        """All offers; answers with the first one of each helper, which has their past."""
        given = [
            offers.Given(self.members[one.by.email], arrivals.came(one.by, self.now), self._offer_fields(one))
            for one in offerings
        ]
        posted = offers.post_many(community=self.community, given=given)
        return {one.by.email: offer for one, offer in reversed(list(zip(offerings, posted, strict=True)))}

    def _offer_fields(self, offering: Offering) -> dict[str, object]:
        return {
            "topics": self._rows(offering.topics),
            "avoids": self._rows(offering.avoids),
            "kinds": offering.kinds,
            "formats": offering.formats,
            "languages": offering.languages,
            "capacity": offering.capacity,
            "experience": offering.experience,
            "takes_danger": offering.by.trained,
        }

    def _ask(self, askings: list[Asking]) -> None:
        asked = [
            needs.Asked(self.members[one.by.email], self.now - one.ago, self._need_fields(one))
            for one in askings
        ]
        needs.post_many(community=self.community, asked=asked)

    def _need_fields(self, asking: Asking) -> dict[str, object]:
        return {
            "topics": self._rows(asking.topics),
            "headline": asking.title,
            "words": asking.words,
            "kind": asking.kind,
            "urgency": asking.urgency,
            "formats": asking.formats,
            "languages": asking.languages,
        }

    def _rows(self, slugs: tuple[str, ...]) -> list[Topic]:
        return [self.topics[slug] for slug in slugs]

    def _remember(self, past: list[Help], posted: dict[str, Offer]) -> None:
        """The completed matches of the past, each with the need that it closed; some yeses took hours, others days."""
        waits = Random("riverside waits")  # noqa: S311 nothing here is a secret
        closed = Need.objects.bulk_create(self._closed(help) for help in past)
        keep_topics(Need.topics.through, "need", closed, [self._rows((help.topic,)) for help in past])
        matches.record_past(
            matches.Completed(
                need=need,
                offer=posted[help.offer.by.email],
                connected_at=need.created_at + timedelta(hours=round(waits.triangular(1, 46, 6))),
            )
            for need, help in zip(closed, past, strict=True)
        )

    def _look_back(self, help: Help) -> None:
        """The seeker has said thank you, and is asked how they are since; not told, so that no letter comes of it."""
        match = Match.objects.get(seeker=self.members[help.seeker.email])
        ended = self.now - timedelta(days=help.days_ago)
        Thanks.objects.create(match=match, author=match.seeker, words=THANKS, said_at=ended)
        CheckIn.objects.create(match=match, member=match.seeker, day=30, asked_at=self.now)

    def _closed(self, help: Help) -> Need:
        ended = self.now - timedelta(days=help.days_ago)
        began = ended - timedelta(days=help.days)
        return Need(
            community=self.community,
            member=self.members[help.seeker.email],
            headline=self.topics[help.topic].name,
            words="",
            kind=help.offer.kinds[0],
            formats=list(help.offer.formats),
            languages=list(help.offer.languages),
            urgency=Urgency.WHENEVER,
            created_at=began,
            changed_at=began,
            waiting_since=began,
            state=NeedState.CLOSED,
            closed_because=Closing.HELPED,
            closed_at=ended,
        )
