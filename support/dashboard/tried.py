"""What a dry run found, as lines of a table: before, and with other numbers."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.languages import language_name
from matching.models import Urgency
from matching.rehearsal import OTHERS, Comparison, Outcome, Share
from support.dashboard.figures import in_percent, lasting, part_of, too_few, uneven


class Line(NamedTuple):
    """One figure; `means` says what it is where its name does not."""

    name: str
    means: str
    before: str
    after: str

    @property
    def changes(self) -> bool:
        return self.before != self.after


def lines(comparison: Comparison) -> list[Line]:
    """The figures of both, in the order in which they matter."""
    before, after = _figures(comparison.before), _figures(comparison.after)
    told = [
        Line(name, means, was, would)
        for (name, means, was), (_name, _means, would) in zip(before, after, strict=True)
    ]
    return [*told, *_groups(comparison)]


def _figures(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [
        (_("Requests for which somebody is asked"), "", part_of(outcome.helped, outcome.needs)),
        (
            _("People asked"),
            _("More than the requests, where one for today is put to several."),
            str(outcome.pairs),
        ),
        (_("Closeness of topics"), _("100 % is just what is asked about."), in_percent(outcome.closeness)),
        (_("Hours together"), _("50 % is three free hours in common."), in_percent(outcome.hours)),
        (_("How soon they can talk"), _("100 % is at once, 50 % in a day."), in_percent(outcome.soon)),
        (
            _("How long those had waited"),
            _("On average, those for whom somebody is asked."),
            too_few() if outcome.waited is None else lasting(outcome.waited),
        ),
        (
            _("Unevenness among helpers"),
            _("0 is all alike; near 1, few helpers are asked for most."),
            uneven(outcome.unevenness),
        ),
    ]


def _groups(comparison: Comparison) -> Iterator[Line]:
    """How many requests of each group find somebody."""
    tables = (
        (comparison.before.by_language, comparison.after.by_language, _language),
        (comparison.before.by_urgency, comparison.after.by_urgency, _urgency),
    )
    for before, after, named in tables:
        for was, would in zip(before, after, strict=True):
            yield Line(named(was), "", part_of(was.helped, was.needs), part_of(would.helped, would.needs))


def _language(share: Share) -> str:
    language = _("other languages") if share.group == OTHERS else language_name(share.group)
    return _("Somebody is asked: %(group)s") % {"group": language}


def _urgency(share: Share) -> str:
    urgency = _("whatever the urgency") if share.group == OTHERS else str(Urgency(share.group).label).lower()
    return _("Somebody is asked: %(group)s") % {"group": urgency}
