"""What a need may say: its fields as they will be stored."""

import unicodedata
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Area, Community, Member
from matching.models import Topic, Urgency
from matching.postings import check_common, check_kinds, refuse, today_of

HEADLINE = 140
WORDS = 6000
MOST_TOPICS = 3


def check(
    *,
    member: Member,
    community: Community,
    now: datetime,
    topics: Collection[Topic],
    headline: str,
    words: str,
    kind: str,
    formats: Collection[str],
    languages: Collection[str],
    urgency: str = Urgency.THIS_WEEK,
    needed_by: date | None = None,
    area: Area | None = None,
    wish_same_gender: bool = False,
    wish_age_bands: Collection[str] = (),
    wish_shared_experience: bool = False,
    connect_me: bool = False,
) -> dict[str, Any]:
    """The fields of a need as they will be stored. Raises ValidationError beside the fields that cannot stand."""
    check_common(
        member=member,
        community=community,
        topics=topics,
        formats=formats,
        languages=languages,
        area=area,
        wish_same_gender=wish_same_gender,
        wish_age_bands=wish_age_bands,
    )
    check_kinds([kind], "kind")
    wrong: dict[str, str] = {}
    if len(topics) > MOST_TOPICS:
        wrong["topics"] = _("Three topics at most: choose the ones that matter now.")
    # Controls that turn the direction of text would turn the sentences around the line as well.
    visible = "".join(sign for sign in headline if unicodedata.category(sign) != "Cf")
    headline, words = " ".join(visible.split()), words.strip()
    if not headline:
        wrong["headline"] = _("Please write one line for the people who are asked.")
    elif len(headline) > HEADLINE:
        wrong["headline"] = _("Please keep this to %(most)s characters.") % {"most": HEADLINE}
    if not words:
        wrong["words"] = _("A sentence or two is enough.")
    elif len(words) > WORDS:
        wrong["words"] = _("Please keep this to %(most)s characters.") % {"most": WORDS}
    if urgency not in Urgency.values:
        wrong["urgency"] = _("Please choose when.")
    if needed_by is not None and needed_by < today_of(member, now):
        wrong["needed_by"] = _("This day has already passed.")
    refuse(wrong)
    return {
        "headline": headline,
        "words": words,
        "kind": kind,
        "formats": sorted(set(formats)),
        "languages": sorted(set(languages)),
        "urgency": urgency,
        "needed_by": needed_by,
        "area": area,
        "wish_same_gender": wish_same_gender,
        "wish_age_bands": sorted(set(wish_age_bands)),
        "wish_shared_experience": wish_shared_experience,
        "connect_me": connect_me,
    }
