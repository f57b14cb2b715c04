"""A community in which there is one of everything: each kind of page finds something to show there.

Whoever asks and whoever helps share a topic with nobody else, and all of it is written in one transaction: the running
worker finds nothing to do that would change it.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction

from accounts import communities
from accounts.clock import database_now
from accounts.guides import Guide, note_read
from accounts.models import Joining, Member, PushSubscription
from matching import availability, blocks, matches, needs, never_ask, offers
from matching.danger import signs_in
from matching.engine.hours import quarter_of
from matching.models import Match, Need, Offer, Posting, Topic
from support import checkins, conversations, followup, meetings, policies, reflections, reports
from support.models import CheckIn, CrisisResource, Grade, Message, Pattern, Report
from support.moderation import measures
from support.moderation import needs as moderating
from support.privacy import erasing, exporting, looks
from tests import passkeys
from tests.browser.worlds import ALWAYS, account, community

WORDS = "It has been a long year, and I would like to say so to somebody."
SLUG = "meadow"
Things = dict[str, str]
HasUid = Posting | Match | Report | Message


@transaction.atomic
def one_of_everything() -> Things:
    """Makes it, and tells under which names: the uid, key or secret that stands in the address of each thing."""
    meadow = Meadow()
    return (
        meadow.letters()
        | meadow.requests()
        | meadow.pairs()
        | meadow.looking_back()
        | meadow.reviewed()
        | meadow.people()
        | meadow.privacy()
    )


class Meadow:
    def __init__(self) -> None:
        self.now = database_now()
        self.nour = account("Nour", SLUG)
        self.place = community("Meadow", self.nour)
        some = Topic.objects.filter(parent__isnull=False, current=True).order_by("pk")
        # A name that speaks of danger would make a request one for trained helpers.
        self.topics = (topic for topic in some if not signs_in(topic.name))
        self.maya, self.omar = self.joined("Maya", ("en", "pt")), self.joined("Omar")

    def joined(self, name: str, languages: tuple[str, ...] = ("en",)) -> Member:
        member = account(name, SLUG, languages)
        communities.join(community=self.place, member=member, display_name=name, now=self.now)
        availability.replace(member=member, windows=ALWAYS, now=self.now)
        return member

    def need(self, member: Member, topic: Topic, languages: tuple[str, ...] = ("en",)) -> Need:
        return needs.post(
            member=member,
            community=self.place,
            now=self.now,
            topics=[topic],
            headline=f"Somebody to talk with about “{topic.name}”",
            words=WORDS,
            kind="listening",
            formats=["chat", "call"],
            languages=languages,
            urgency="this_week",
        )

    def offer(self, member: Member, topic: Topic) -> Offer:
        note_read(member, Guide.LISTENING, now=self.now)
        return offers.post(
            member=member,
            community=self.place,
            now=self.now,
            topics=[topic],
            avoids=[],
            kinds=["listening", "experience"],
            formats=["chat", "call"],
            languages=["en"],
            capacity=1,
            experience="I have been there myself.",
        )

    def asked(self, seeker: Member, helper: Member) -> Match:
        """A proposal, put to the helper."""
        topic = next(self.topics)
        need, offer = self.need(seeker, topic), self.offer(helper, topic)
        return matches.propose(need_id=need.pk, offer_id=offer.pk, now=self.now)

    def answer(self, match: Match, member: Member, answer: str) -> Match:
        seen = (match.need_version, match.offer_version)
        return matches.answer(match=match, member=member, answer=answer, seen=seen, now=self.now)

    def met(self, seeker: Member, helper: Member) -> Match:
        match = self.answer(self.asked(seeker, helper), helper, "yes")
        return self.answer(match, seeker, "yes")

    def say(self, match: Match, author: Member, words: str) -> None:
        conversations.send(match=match, author=author, words=words, form_key=uuid4(), now=self.now)

    def letters(self) -> Things:
        """What letters carry: an invitation, a new password, an address to confirm."""
        _invitation, secret = communities.invite(community=self.place, by=self.nour, now=self.now)
        newcomer = EmailAddress.objects.create(user=self.joined("Ash"), email="ash@elsewhere.example")
        return {
            "invitation": secret,
            "reset_for": user_pk_to_url_str(self.omar),
            "reset_key": default_token_generator.make_token(self.omar),
            "confirmation": EmailConfirmationHMAC.create(newcomer).key,
            "passkey": str(passkeys.with_app(self.joined("Fir"), "my phone").pk),
        }

    def requests(self) -> Things:
        """Requests and offers that nobody is put to."""
        looking = self.need(self.maya, next(self.topics), languages=("pt",))
        withdrawn = self.need(self.maya, next(self.topics))
        needs.withdraw(need=withdrawn, now=self.now)
        open_, paused, closed = (self.offer(self.omar, next(self.topics)) for _ in range(3))
        offers.pause(offer=paused, now=self.now)
        offers.close(offer=closed, now=self.now)
        named = {
            "looking": looking,
            "withdrawn": withdrawn,
            "open": open_,
            "paused": paused,
            "closed": closed,
        }
        return _uids(named)

    def pairs(self) -> Things:
        """Two people at each point of their way."""
        sage, robin, wren, ivy = (self.joined(name) for name in ("Sage", "Robin", "Wren", "Ivy"))
        asked = self.asked(sage, self.omar)
        no = self.answer(self.asked(ivy, self.omar), self.omar, "no")
        yes = self.answer(self.asked(self.maya, robin), robin, "yes")
        met = self.met(self.maya, self.omar)
        self.say(met, self.omar, "Hello. Or write to me: omar@elsewhere.example")
        self.say(met, self.maya, "Hello, and thank you.")
        self.say(met, self.maya, "This helped me: https://example.org/sleep")
        silent, over, done = self.met(sage, wren), self.met(self.maya, ivy), self.met(self.maya, wren)
        begins = quarter_of(self.now) + timedelta(days=1)
        for match in (met, silent):
            meetings.suggest(
                match=match, member=match.seeker, begins=begins, minutes=30, now=self.now, outside=True
            )
        meetings.accept(match=met, member=self.omar, wanted=begins, now=self.now)
        matches.end(match=over, member=ivy, now=self.now)
        matches.complete(match=done, member=self.maya, now=self.now)
        followup.thank(match=done, author=self.maya, words="You were there.", now=self.now)
        message, linked = conversations.messages_of(met, self.maya).filter(author=self.maya)
        report = reports.report(
            reporter=self.omar, match=met, words="This hurt.", now=self.now, message=message
        )
        named: dict[str, HasUid] = {
            "asked": asked,
            "no": no,
            "yes": yes,
            "met": met,
            "silent": silent,
            "over": over,
            "done": done,
            "report": report,
            "mine": message,
            "linked": linked,
            "pending": yes.need,
            "connected": met.need,
        }
        return _uids(named)

    def looking_back(self) -> Things:
        """Maya was asked how it goes with three people; about two of them she has answered, and Linden about one."""
        linden, aspen, larch = (self.joined(name) for name in ("Linden", "Aspen", "Larch"))
        walking, unfit, lost = (self.met(self.maya, helper) for helper in (linden, aspen, larch))
        met = {"walking": walking, "unfit": unfit, "lost": lost}
        CheckIn.objects.bulk_create(
            CheckIn(match=match, member=member, day=3, asked_at=self.now)
            for match in met.values()
            for member in (match.seeker, match.helper)
        )
        answer = checkins.answer
        answer(match=unfit, member=self.maya, helped="not_yet", misfits=["hours", "formats"], now=self.now)
        answer(match=unfit, member=aspen, helped="a_little", feeling=4, now=self.now)
        answer(match=lost, member=self.maya, helped="never_came", now=self.now)
        page = reflections.write(member=self.maya, helped="The river.", learned="To ask.", now=self.now)
        return _uids(met) | {"page": str(page.uid)}

    def reviewed(self) -> Things:
        """What waits for a moderator, or was given back by one."""
        self.place.review_first_needs = self.place.review_proposals = True
        self.place.save()
        fern, moss = self.joined("Fern"), self.joined("Moss")
        to_read, returned = self.need(fern, next(self.topics)), self.need(moss, next(self.topics))
        moderating.give_back(need=returned, by=self.nour, words="Could you say a little more?", now=self.now)
        proposal = self.asked(self.maya, self.joined("Rowan"))
        named: dict[str, HasUid] = {"to_read": to_read, "returned": returned, "proposal": proposal}
        return _uids(named) | self.in_danger()

    def in_danger(self) -> Things:
        """Juniper's words sounded as if somebody could be in danger; Birch, an operator, keeps the crisis lines."""
        heavy = self.need(self.joined("Juniper"), next(self.topics))
        Need.objects.filter(pk=heavy.pk).update(signs=["self"], signs_since=self.now)
        Member.objects.filter(pk=account("Birch", SLUG).pk).update(is_operator=True)
        about = {"name": "Samaritans", "source": "samaritans.org", "expires_on": self.now.date()}
        line, _made = CrisisResource.objects.get_or_create(country="GB", phone="116 123", defaults=about)
        return {"heavy": str(heavy.uid), "heavy_pk": str(heavy.pk), "line": str(line.pk)}

    def privacy(self) -> Things:
        """A moderator has looked at something of Maya's, whose copy is ready; Hazel has asked to be erased."""
        remit = policies.require(self.nour, self.place)
        need = remit.needs().filter(member=self.maya).first()
        assert need is not None
        looks.at_need(remit, need, reading=False, now=self.now)
        looks.at_member(remit, self.maya.pk, now=self.now)
        export = exporting.ask(member=self.maya, now=self.now)
        exporting.make(export_id=export.pk, clock=lambda: self.now)
        erasing.ask(member=self.joined("Hazel"), now=self.now)
        return {}

    def people(self) -> Things:
        """Maya blocks somebody, lists somebody and goes away; Lena asks to join; Alder's own place is empty."""
        blocks.block(blocker=self.maya, blocked=self.joined("Thorn"), now=self.now)
        PushSubscription.objects.create(
            member=self.maya, name="Phone", endpoint="https://push.test/", fingerprint="1", made_at=self.now
        )
        never_ask.add(member=self.maya, address="somebody@else.example", now=self.now)
        day = self.now.date() + timedelta(days=20)
        availability.add_away(member=self.maya, first_day=day, last_day=day, now=self.now)
        yarrow = self.place.memberships.get(member=self.joined("Yarrow"))
        community("Brook", account("Alder", SLUG), Joining.INVITATION)
        self.place.joining = Joining.REQUEST
        self.place.save()
        chosen = measures.Decided(grade=Grade.GUIDANCE, reason="unkind", words="Please go gently.")
        said = measures.decide(membership=yarrow, chosen=chosen, by=self.nour, now=self.now)
        assert said is not None
        lena = account("Lena", SLUG)
        waiting = communities.join(community=self.place, member=lena, display_name="Lena", now=self.now)
        pattern = Pattern.objects.create(
            community=self.place,
            member=self.omar,
            kind="secrecy",
            people=1,
            found_at=self.now,
            latest_at=self.now,
        )
        omar = self.place.memberships.get(member=self.omar)
        return {
            "asking": str(waiting.pk),
            "member": str(omar.pk),
            "yarrow": str(yarrow.pk),
            "said": str(said.uid),
            "pattern": str(pattern.pk),
        }


def _uids(named: Mapping[str, HasUid]) -> Things:
    return {name: str(thing.uid) for name, thing in named.items()}
