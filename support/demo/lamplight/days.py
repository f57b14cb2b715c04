"""How people of Lamplight met, talked and parted before today: through the domain, at the hours when it happened."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from accounts.guides import Guide, note_read
from accounts.models import Community, Member
from matching import matches, needs, offers
from matching.models import Match, Need, Offer, Topic, Urgency
from support import conversations
from support.demo.lamplight.words import Asked
from support.models import Message

LIKE = {"formats": ["chat", "call"], "languages": ["en"]}


@dataclass
class Days:
    """The place, its people by name, and now. Each function takes how long ago something happened."""

    place: Community
    members: dict[str, Member]
    now: datetime
    topics: dict[str, Topic] = field(default_factory=lambda: {one.slug: one for one in Topic.objects.all()})

    def asks(self, who: str, asked: Asked, ago: timedelta) -> Need:
        return needs.post(
            member=self.members[who],
            community=self.place,
            now=self.now - ago,
            topics=[self.topics[asked.topic]],
            headline=asked.headline,
            words=asked.words,
            kind="listening",
            urgency=Urgency.WHENEVER,
            **LIKE,
        )

    def offers(self, who: str, topic: str, ago: timedelta) -> Offer:
        helper = self.members[who]
        note_read(helper, Guide.LISTENING, now=self.now - ago)
        return offers.post(
            member=helper,
            community=self.place,
            now=self.now - ago,
            topics=[self.topics[topic]],
            avoids=[],
            kinds=["listening"],
            capacity=1,
            **LIKE,
        )

    def meet(self, seeker: str, helper: str, asked: Asked, ago: timedelta) -> Match:
        """Somebody asks, somebody offers, both say yes: all within that hour."""
        need, offer = self.asks(seeker, asked, ago), self.offers(helper, asked.topic, ago)
        then = self.now - ago
        match = matches.propose(need_id=need.pk, offer_id=offer.pk, now=then)
        for member in (self.members[helper], self.members[seeker]):
            seen = (match.need_version, match.offer_version)
            match = matches.answer(match=match, member=member, answer="yes", seen=seen, now=then)
        return match

    def says(self, match: Match, who: str, words: str, ago: timedelta) -> Message:
        return conversations.send(
            match=match, author=self.members[who], words=words, form_key=uuid4(), now=self.now - ago
        )
