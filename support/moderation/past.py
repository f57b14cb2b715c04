"""What was decided before, as moderators read it: the newest first, each with the name of who decided."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Community, Membership
from support.ledger import reading
from support.models import Decision, DecisionKind, SupervisionNote
from support.moderation.settings import Part
from support.parties import names_of
from support.policies import Remit

ABOUT_SOMEBODY = 20
CHANGES = 5
NOTES = 50
Told = list[tuple[Decision, str]]


def about(remit: Remit, membership: Membership) -> Told:
    """The last decisions about this member here. Two queries.

    None that touches people near to whoever looks: that somebody close to them spoke up is not theirs to learn.
    """
    decisions = Decision.objects.filter(community=remit.community, member=membership.member_id)
    decisions = decisions.exclude(pk__in=reading.decisions_near(remit))
    return _told(remit.community, decisions, ABOUT_SOMEBODY)


def of_settings(community: Community, part: Part) -> Told:
    """The last changes of a part of the settings."""
    changes = Decision.objects.filter(kind=DecisionKind.SETTINGS_CHANGED, refers_to__part=part.name)
    return _told(community, changes.filter(community=community), CHANGES)


def of_weights(community: Community) -> Told:
    """The last changes of what counts in the search."""
    changes = Decision.objects.filter(community=community, kind=DecisionKind.WEIGHTS_CHANGED)
    return _told(community, changes, CHANGES)


def notes_about(remit: Remit, membership: Membership) -> list[tuple[SupervisionNote, str]]:
    """What moderators noted about a helper; those that were taken back without their words."""
    rows = SupervisionNote.objects.filter(community=remit.community, about=membership.member_id)
    return named(remit.community, rows.order_by("-made_at", "-pk")[:NOTES])


def named(community: Community, notes: Iterable[SupervisionNote]) -> list[tuple[SupervisionNote, str]]:
    """These notes, each with the name of who wrote it. One query more."""
    return _named(community, notes, _("A former moderator"))


def _told(community: Community, decisions: "QuerySet[Decision]", most: int) -> Told:
    return _named(community, decisions.order_by("-made_at", "-pk")[:most], _("An operator"))


def _named(community: Community, rows: Iterable[Any], otherwise: str) -> list[tuple[Any, str]]:
    found = list(rows)
    names = names_of(community, (row.by_id for row in found if row.by_id))
    return [(row, names.get(row.by_id or 0, otherwise)) for row in found]
