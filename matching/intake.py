"""A file of needs becomes needs: in batches, each in its own transaction, and never twice.

Each line has a key of its own, kept with the need: a file may be loaded again after an interruption, or grown and
loaded again, and nothing doubles.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.fields import keyed_hash
from accounts.locking import lock_members
from accounts.models import Community, Member, Membership, Standing
from matching import needs, topics
from matching.models import Need, Topic
from matching.needs_file import BadLine, Line, Request, lines, read

BATCH = 100


@dataclass(slots=True)
class Batch:
    """What became of some lines, once that is committed: new needs, lines loaded before, and the bad with reasons."""

    loaded: int = 0
    known: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)
    reach: int = 0  # how far into the file it goes, in bytes


def load(file: BinaryIO, *, community: Community, member: Member | None, now: datetime) -> Iterator[Batch]:
    """Posts the needs of a file, each for the member it names, else for `member`; tells after each committed batch.

    Whoever stops listening half-way stops the loading there; loading the file again goes on.
    """
    topics.load_tree()  # a line may name a topic that this database has not heard of yet
    rows = {topic.slug: topic for topic in Topic.objects.filter(current=True)}
    waiting = lines(file)
    while some := list(islice(waiting, BATCH)):
        yield _Loading(community, member, rows, now).post(some)


class _Loading:
    """One batch on its way."""

    def __init__(
        self, community: Community, member: Member | None, rows: dict[str, Topic], now: datetime
    ) -> None:
        self.community, self.member, self.rows, self.now = community, member, rows, now
        self.batch = Batch()
        self.writers: dict[str, Member] = {}

    @transaction.atomic
    def post(self, some: list[Line]) -> Batch:
        self.batch.reach = some[-1].reach
        asked = [one for line in some if (one := self._asked(line))]
        # Whoever loads the same lines at the same time waits here, and then finds them known.
        lock_members(one.member.pk for one in asked)
        keys = {one.source_key for one in asked}
        known = set(Need.objects.filter(source_key__in=keys).values_list("source_key", flat=True))
        new = {one.source_key: one for one in asked if one.source_key not in known}
        needs.post_many(community=self.community, asked=list(new.values()))
        self.batch.loaded, self.batch.known = len(new), len(asked) - len(new)
        return self.batch

    def _asked(self, line: Line) -> needs.Asked | None:
        """The need that the line asks for; None when the line went to the bad ones."""
        try:
            request = read(line)
            writer = self._writer(request.member)
            fields = self._fields(request, writer)
            needs.check(member=writer, community=self.community, now=self.now, **fields)
            topics.check_in_use(self.community, fields["topics"])
        except ValidationError as error:
            self.batch.bad.append((line.number, " ".join(error.messages)))
            return None
        return needs.Asked(writer, self.now, fields, self._key(request, writer))

    def _writer(self, address: str) -> Member:
        """Whose need it is: whom the line names, else whoever was given for all lines. Raises `BadLine`."""
        if address:
            if address not in self.writers:
                self.writers[address] = member_at(address, self.community)
            return self.writers[address]
        if self.member is None:
            raise BadLine(_("The line names no member, and none was given for all lines."))
        return self.member

    def _fields(self, request: Request, writer: Member) -> dict[str, Any]:
        return {
            "topics": [self.rows[slug] for slug in request.topics],
            "headline": request.title,
            "words": request.text,
            "kind": request.kind,
            "urgency": request.urgency,
            "formats": request.formats,
            "languages": request.languages or writer.languages,
        }

    def _key(self, request: Request, writer: Member) -> str:
        """Tells this line from all others without keeping its words."""
        says = ["need", self.community.pk, writer.pk, request.title, request.text]
        return keyed_hash(json.dumps(says))


def member_at(address: str, community: Community) -> Member:
    """The member in good standing who has this e-mail address. Raises `BadLine` when there is none in the community."""
    told = {"address": address, "community": community.name}
    member = Member.objects.filter(email=address).first()
    if member is None:
        raise BadLine(_("There is no member with the address %(address)s.") % told)
    if not Membership.objects.filter(member=member, community=community, standing=Standing.GOOD).exists():
        raise BadLine(_("%(address)s is not a member of %(community)s.") % told)
    return member
