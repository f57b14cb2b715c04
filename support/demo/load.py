"""Riverside comes to life: everything that people do is done through the same functions as on the pages.

Only the past is written as it stands: the domain has no function for yesterday, so closed needs are stored directly,
and `matches.record_past` stores the completed matches that go with them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from accounts import communities, members
from accounts.models import Community, Joining, Member, Role
from matching import availability, matches, needs, offers, topics
from matching.models import Closing, Need, NeedState, Offer, Topic
from support.demo import NAME, SLUG
from support.demo.needs import Asking
from support.demo.offers import Offering
from support.demo.past import Help
from support.demo.people import Person
from support.demo.riverside import Riverside, describe


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many of each there are now."""

    people: int
    offers: int
    needs: int
    past: int


def load(*, now: datetime) -> Loaded | None:
    """Makes Riverside, whole or not at all; None when it is there already. Only where `settings.DEMO` allows it."""
    if not settings.DEMO:
        raise ImproperlyConfigured("The demo has known passwords: it exists in the embedded default only.")
    if Community.objects.filter(slug=SLUG).exists():
        return None
    return _Loading(describe(), now).all()


class _Loading:
    """One loading: the rows that were made so far, by what they were made from."""

    def __init__(self, riverside: Riverside, now: datetime) -> None:
        self.riverside, self.now = riverside, now
        # By e-mail address; of a helper's offers the first one, which has the past.
        self.members: dict[str, Member] = {}
        self.offers: dict[str, Offer] = {}

    @transaction.atomic
    def all(self) -> Loaded:
        """From the founder to the last need. The doorbell rings when all of it is committed."""
        topics.load_tree()
        self.topics = {topic.slug: topic for topic in Topic.objects.all()}
        people = sorted(self.riverside.people, key=lambda person: -person.days_here)
        self.community = self._found(next(person for person in people if person.role == "member"))
        for person in people:
            self._settle(person)
        for offering in self.riverside.offers:
            self.offers.setdefault(offering.by.email, self._offer(offering))
        self._remember(self.riverside.past)
        for asking in self.riverside.needs:
            self._ask(asking)
        whole = self.riverside
        return Loaded(len(whole.people), len(whole.offers), len(whole.needs), len(whole.past))

    def _ago(self, **past: float) -> datetime:
        return self.now - timedelta(**past)

    def _found(self, founder: Person) -> Community:
        """The community, by whoever has been there longest."""
        return communities.create(
            name=NAME,
            slug=SLUG,
            by=self._sign_up(founder),
            now=self._ago(days=founder.days_here),
            display_name=founder.name,
            about=(
                "A made-up community with invented people, for trying things out. "
                "The requests are real: people once asked them elsewhere, and they were published without names."
            ),
            run_by="Nobody: this is the demo of this service.",
            joining=Joining.OPEN,
            languages=["en", "es", "fr"],
            moderator_hours="Every day from 9 to 17, London time",
        )

    def _sign_up(self, person: Person) -> Member:
        """An account. Those who cannot sign in read no e-mail either, so none is sent to them."""
        member = members.sign_up(
            email=person.email,
            password=person.password,
            now=self._ago(days=person.days_here),
            adult=True,
            consent=True,
            time_zone=person.zone,
            languages=person.languages,
            email_safe=person.password is not None,
            confirmed=True,
        )
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
        self.members[person.email] = member
        return member

    def _settle(self, person: Person) -> None:
        """Joins, says when they are free, and how much they can carry."""
        member = self.members.get(person.email) or self._sign_up(person)
        membership = communities.join(
            community=self.community,
            member=member,
            display_name=person.name,
            now=self._ago(days=person.days_here),
        )
        if person.role == "moderator":
            communities.appoint(membership=membership, role=Role.MODERATOR)
        availability.replace(member=member, windows=person.hours, now=self.now)
        if person.helps:
            members.set_limits(
                member=member, max_people=person.max_people, max_asks_week=person.max_asks_week
            )

    def _offer(self, offering: Offering) -> Offer:
        return offers.post(
            member=self.members[offering.by.email],
            community=self.community,
            now=self._ago(days=offering.by.days_here),
            topics=self._rows(offering.topics),
            avoids=self._rows(offering.avoids),
            kinds=offering.kinds,
            formats=offering.formats,
            languages=offering.languages,
            capacity=offering.capacity,
            experience=offering.experience,
        )

    def _ask(self, asking: Asking) -> None:
        needs.post(
            member=self.members[asking.by.email],
            community=self.community,
            now=self.now - asking.ago,
            topics=self._rows(asking.topics),
            headline=asking.title,
            words=asking.words,
            kind=asking.kind,
            urgency=asking.urgency,
            formats=asking.formats,
            languages=asking.languages,
        )

    def _rows(self, slugs: tuple[str, ...]) -> list[Topic]:
        return [self.topics[slug] for slug in slugs]

    def _remember(self, past: list[Help]) -> None:
        """The completed matches of the past, each with the need that it closed."""
        closed = Need.objects.bulk_create(self._past_need(help) for help in past)
        through = Need.topics.through
        through.objects.bulk_create(
            through(need=need, topic=self.topics[help.topic]) for need, help in zip(closed, past, strict=True)
        )
        matches.record_past(
            matches.Completed(
                need=need,
                offer=self.offers[help.offer.by.email],
                connected_at=need.created_at + timedelta(days=1),
            )
            for need, help in zip(closed, past, strict=True)
        )

    def _past_need(self, help: Help) -> Need:
        began, ended = self._ago(days=help.days_ago + help.days), self._ago(days=help.days_ago)
        return Need(
            community=self.community,
            member=self.members[help.seeker.email],
            headline=self.topics[help.topic].name,
            words="",
            kind=help.offer.kinds[0],
            formats=list(help.offer.formats),
            languages=list(help.offer.languages),
            urgency="whenever",
            created_at=began,
            changed_at=began,
            waiting_since=began,
            state=NeedState.CLOSED,
            closed_because=Closing.HELPED,
            closed_at=ended,
        )
