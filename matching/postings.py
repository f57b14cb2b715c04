"""What holds for needs and offers alike when somebody writes one."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from accounts.languages import SPOKEN
from accounts.models import AgeBand, Area, Community, Member
from accounts.rows import change, select
from matching.models import Format, Kind, Posting, Topic

GOOD = """
SELECT FROM accounts_membership
WHERE community_id = %(community)s AND member_id = {who} AND standing = 'good'
"""
HERE = GOOD.format(who="ANY(%(members)s)")
ABOUT = """
INSERT INTO {table} ({owner}_id, topic_id) SELECT * FROM unnest(%(postings)s::bigint[], %(topics)s::bigint[])
"""


class NotAMember(ValidationError):
    """Only somebody in good standing posts in a community."""


def check_members(members: Iterable[Member], community: Community) -> None:
    """Raises `NotAMember` unless all of them are in good standing in the community."""
    ids = {member.pk for member in members}
    here = select(HERE, community=community.pk, members=sorted(ids))
    check_here(len(here) == len(ids))


def check_here(good: bool) -> None:
    """Raises `NotAMember` unless they are all in good standing (`GOOD`)."""
    if not good:
        raise NotAMember(_("You can post here once you have joined."), code="not_a_member")


def today_of(member: Member, now: datetime) -> date:
    """What day it is where the member lives."""
    return now.astimezone(ZoneInfo(member.time_zone)).date()


def keep_topics(
    row: type[models.Model], owner: str, postings: Iterable[Posting], chosen: Iterable[Iterable[Topic]]
) -> None:
    """Writes the topics of postings that are new, for all of them at once, as rows whose `owner` is the posting."""
    pairs = [
        (posting.pk, topic.pk)
        for posting, topics in zip(postings, chosen, strict=True)
        for topic in dict.fromkeys(topics)
    ]
    sql = ABOUT.format(table=row._meta.db_table, owner=owner)
    change(sql, postings=[posting for posting, _ in pairs], topics=[topic for _, topic in pairs])


def check_common(
    *,
    member: Member,
    community: Community,
    topics: Collection[Topic],
    formats: Collection[str],
    languages: Collection[str],
    area: Area | None,
    wish_same_gender: bool,
    wish_age_bands: Collection[str],
) -> None:
    """Raises one ValidationError that names every field that cannot stand."""
    wrong: dict[str, str | ValidationError] = {}
    if not topics:
        wrong["topics"] = _("Please choose at least one topic.")
    elif not all(topic.current for topic in topics):
        wrong["topics"] = _("One of these topics is no longer there. Please choose another.")
    if not formats or not set(formats) <= set(Format.values):
        wrong["formats"] = _("Please choose at least one way to talk or meet.")
    elif Format.IN_PERSON in formats and not community.in_person:
        wrong["formats"] = _("This community does not arrange meetings in person.")
    elif missing := area_missing(formats, area):
        wrong["area"] = missing
    if not languages or not all(language.partition("-")[0] in SPOKEN for language in languages):
        wrong["languages"] = _("Please choose at least one language.")
    if area is not None and area.community_id != community.pk:
        wrong["area"] = _("Please choose an area of this community.")
    if unknown := gender_unknown(member, wish_same_gender):
        wrong["wish_same_gender"] = unknown
    if not set(wish_age_bands) <= set(AgeBand.values):
        wrong["wish_age_bands"] = _("Please choose from the list.")
    refuse(wrong)


def area_missing(formats: Collection[str], area: Area | None) -> ValidationError | None:
    """Meeting in person needs an area to meet in."""
    if Format.IN_PERSON not in formats or area is not None:
        return None
    return ValidationError(
        _("To meet in person, choose the part of the map that suits you."), code="area_needed"
    )


def gender_unknown(member: Member, wished: bool) -> ValidationError | None:
    """A wish for one's own gender needs that to be known."""
    if not wished or member.gender:
        return None
    text = _("For this we need to know your gender. You can say it under “About me”; nobody else sees it.")
    return ValidationError(text, code="gender_unknown")


def check_kinds(kinds: Iterable[str], field: str) -> None:
    """Raises ValidationError beside `field` unless these are kinds of support, at least one."""
    kinds = set(kinds)
    if not kinds or not kinds <= set(Kind.values):
        refuse({field: _("Please choose what kind of support.")})


def refuse(wrong: Mapping[str, str | ValidationError]) -> None:
    """Raises ValidationError for what is wrong, if anything is."""
    if wrong:
        raise ValidationError({field: _refusal(why) for field, why in wrong.items()})


def _refusal(why: str | ValidationError) -> ValidationError:
    return why if isinstance(why, ValidationError) else ValidationError(why, code="invalid")


def as_it_can_stand(posting: Posting) -> dict[str, Any]:
    """What may have lost its ground since somebody wrote it, for one that is posted or searched for anew.

    Areas are drawn anew, and a gender is taken back.
    """
    formats = list(posting.formats)
    without = [format for format in formats if format != Format.IN_PERSON]
    return {
        "formats": without if posting.area is None and without else formats,
        "wish_same_gender": posting.wish_same_gender and bool(posting.member.gender),
    }
