"""Thanks that both agreed to share: read by the community without names, once there are enough to be nobody's.

Each of the two says it for themselves and may take it back at any time; nobody is told what the other said.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Community, Member, Membership, Standing
from matching.crowds import FEW
from matching.models import Block
from support.contact_details import found_in
from support.models import Report, Thanks
from support.parties import is_side, locked, names_of

MOST = 50


class NotYours(ValidationError):
    """Only the two people whom the words are about decide that."""


class PutAside(ValidationError):
    """Moderators have put these words aside: only they can let the community read them again."""

    def __init__(self) -> None:
        super().__init__(_("The moderators have put these words aside, so they stay with the two of you."))


class SaysWho(ValidationError):
    """The words would tell who the two are."""


@transaction.atomic
def share(*, thanks: Thanks, member: Member, agreed: bool, now: datetime) -> None:
    """One side agrees that the community may read these words, or takes that back.

    Raises NotYours, PutAside and SaysWho.
    """
    match = locked(thanks.match)
    if not is_side(match, member):
        raise NotYours(_("This belongs to two other people."))
    if agreed and Thanks.objects.filter(pk=thanks.pk, hidden_at__isnull=False).exists():
        raise PutAside
    if agreed and _says_who(thanks):
        raise SaysWho(
            _("These words hold a name or a way to reach somebody, so they stay with the two of you.")
        )
    side = "author_shares_at" if thanks.author_id == member.pk else "reader_shares_at"
    Thanks.objects.filter(pk=thanks.pk).update(**{side: now if agreed else None})


def i_share(thanks: Thanks, member: Member) -> bool:
    """What this side has said. What the other said, they are not told."""
    return bool(thanks.author_shares_at if thanks.author_id == member.pk else thanks.reader_shares_at)


def read_in(community: Community) -> list[str]:
    """What the members of a community may read, in an order that tells nothing; none where few people wrote it."""
    shared = list(_shared(community)[:MOST])
    people = {(one.match.seeker_id, one.match.helper_id) for one in shared}
    writers = {one.author_id for one in shared}
    if min(len(people), len(writers)) < FEW:
        return []
    return sorted((one.words for one in shared), key=str.casefold)


def _shared(community: Community) -> QuerySet[Thanks]:
    return (
        Thanks.objects.filter(
            ~Exists(Block.objects.filter(_between())),
            ~Exists(Report.objects.filter(match=OuterRef("match"))),
            Exists(
                Membership.objects.filter(
                    member=OuterRef("author"), community=community, standing=Standing.GOOD
                )
            ),
            match__community=community,
            author_shares_at__isnull=False,
            reader_shares_at__isnull=False,
            hidden_at=None,
        )
        .select_related("match")
        .order_by(F("said_at").desc(), "pk")
    )


def _between() -> Q:
    seeker, helper = OuterRef("match__seeker"), OuterRef("match__helper")
    return Q(blocker=seeker, blocked=helper) | Q(blocker=helper, blocked=seeker)


def _says_who(thanks: Thanks) -> bool:
    """A name of one of the two, an address, a number or a link."""
    match, said = thanks.match, thanks.words.casefold()
    names = names_of(match.community, (match.seeker_id, match.helper_id)).values()
    return bool(found_in(thanks.words)) or any(name.casefold() in said for name in names)


def forget(member: Member) -> None:
    """Whoever is gone shares nothing any more."""
    Thanks.objects.filter(author=member).update(author_shares_at=None)
    about = Thanks.objects.filter(Q(match__seeker=member) | Q(match__helper=member)).exclude(author=member)
    about.update(reader_shares_at=None)
