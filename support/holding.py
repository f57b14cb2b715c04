"""First messages that a moderator reads before they arrive: which, and what their author is told meanwhile."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Member, Membership
from accounts.prepared import Given, Prepared
from matching.models import Match, MatchState
from support import contact_details, pressure
from support.models import DELIVERED, Decision, DecisionKind, Message
from support.moderation.decisions import last_words
from support.patterns.thresholds import EARLY_MESSAGES


def to_be_held(match: Match, author: Member, words: str, *, in_place_of: Message | None = None) -> bool:
    """Whether a moderator reads this first: it holds contact details, or the community reads first messages.

    So it is with everything of somebody whose words a moderator reads first for some days.

    First is whatever somebody says before anything of theirs was delivered, so trying twice is no way round; nor is
    something harmless that they take back, or that these words are to stand in the place of.
    """
    but = in_place_of.pk if in_place_of else 0
    if contact_details.found_in(words) and not BEFORE.first(author=author.pk, match=match.pk, but=but):
        return True
    if READ_FIRST.first(member=author.pk, community=match.community_id):
        return True
    first = match.community.review_first_messages
    return first and not BEFORE_HERE.first(author=author.pk, community=match.community_id, but=but)


def early_pressure(match: Match, author: Member, words: str) -> list[str]:
    """What one of somebody's first messages in a conversation presses for (`support.pressure`); later ones are free."""
    said = SAID.all(EARLY_MESSAGES, match=match.pk, author=author.pk)
    return pressure.found_in(words) if len(said) < EARLY_MESSAGES else []


def _delivered() -> QuerySet[Message, int]:
    """What was, but for one message, delivered of an author's and stands."""
    there = Message.objects.filter(DELIVERED, author=Given("author"), taken_back_at__isnull=True)
    return there.exclude(pk=Given("but")).order_by().values_list("pk", flat=True)


BEFORE = Prepared(lambda: _delivered().filter(match=Given("match")))
BEFORE_HERE = Prepared(lambda: _delivered().filter(match__community=Given("community")))
READ_FIRST = Prepared(
    lambda: Membership.objects.filter(
        community=Given("community"), member=Given("member"), read_first_until__isnull=False
    ).values_list("pk", flat=True)
)
SAID = Prepared(
    lambda: (
        Message.objects.filter(match=Given("match"), author=Given("author"))
        .order_by()
        .values_list("pk", flat=True)
    )
)


def why_held(message: Message, given_back: Mapping[str, str] | None = None) -> str:
    """What the author of a message that did not go out at once reads beside it; empty when it went out.

    Whoever asks about many gives what `words_given_back` found, so that it is asked for once.
    """
    if message.held_at is None or message.released_at is not None:
        return ""
    if message.returned_at is not None:
        return _(
            "Only you and a moderator have seen this; it was not passed on. The moderator wrote: %(words)s"
        ) % {"words": _given_back(message, given_back)}
    if message.match.state != MatchState.CONNECTED:
        return _("The conversation ended before a moderator had read this. Nobody else has seen it.")
    if contact_details.found_in(message.words):
        return _(
            "Only you can see this so far. It seems to hold a way to reach you elsewhere, and a moderator reads first "
            "messages with one, to keep people safe. You can also write again without it."
        )
    return _("Only you can see this so far. A moderator reads first messages here before they arrive.")


def words_given_back(match: Match, author: Member) -> dict[str, str]:
    """What moderators wrote to `author` about messages that they gave back here, by the message's uid. Two queries."""
    returned = Message.objects.filter(match=match, author=author, returned_at__isnull=False)
    uids = [str(uid) for uid in returned.values_list("uid", flat=True)]
    told = Decision.objects.filter(kind=DecisionKind.MESSAGE_RETURNED, refers_to__message__in=uids)
    return {row.refers_to["message"]: row.words for row in told.order_by("made_at", "pk")} if uids else {}


def _given_back(message: Message, known: Mapping[str, str] | None) -> str:
    if known is None:
        return last_words(DecisionKind.MESSAGE_RETURNED, message=message.uid)
    return known.get(str(message.uid), "")
