"""One person's account: how it begins, and what its owner says about themselves."""

import zoneinfo
from collections.abc import Sequence
from datetime import datetime, time
from functools import lru_cache
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import world
from accounts.languages import SPOKEN, pages_in
from accounts.models import Arrival, Member
from accounts.violations import broken

MOST_PEOPLE = 20
MOST_ASKS = 50


class AddressTaken(ValidationError):
    """There is an account for this address. Never shown to strangers, who must not learn it."""

    def __init__(self) -> None:
        super().__init__({"email": ValidationError(_("There is an account for this address."), code="taken")})


class NotAdult(ValidationError):
    def __init__(self) -> None:
        text = _("This place is for people of 18 and older. Please confirm that you are.")
        super().__init__({"adult": ValidationError(text, code="not_adult")})


class NoConsent(ValidationError):
    def __init__(self) -> None:
        text = _(
            "Without your consent we may not keep what you write. Please read it and say yes, if you agree."
        )
        super().__init__({"consent": ValidationError(text, code="no_consent")})


class UnknownZone(ValidationError):
    def __init__(self) -> None:
        text = _("We do not know this time zone. Please choose one from the list.")
        super().__init__({"time_zone": ValidationError(text, code="unknown_zone")})


class UnknownLanguage(ValidationError):
    """The pages are not written in this language."""

    def __init__(self) -> None:
        text = _("These pages are not written in that language yet. Please choose one from the list.")
        super().__init__({"language": ValidationError(text, code="unknown_language")})


class UnknownTongue(ValidationError):
    """Beside `languages`: none, or one that we have no name for."""

    def __init__(self) -> None:
        text = _("Choose at least one language.")
        super().__init__({"languages": ValidationError(text, code="unknown_language")})


class UnknownCountry(ValidationError):
    def __init__(self) -> None:
        text = _("We do not know this country. Please choose one from the list.")
        super().__init__({"country": ValidationError(text, code="unknown_country")})


class OutOfRange(ValidationError):
    def __init__(self, field: str, most: int) -> None:
        text = _("Please choose a number from 1 to %(most)d.")
        super().__init__({field: ValidationError(text, code="out_of_range", params={"most": most})})


class TooFewPeople(ValidationError):
    """Beside `max_people`: the limit is below what is already promised."""

    def __init__(self, helping: int) -> None:
        text = ngettext(
            "You are in touch with one person right now. Choose at least that many.",
            "You are in touch with %(helping)d people right now. Choose at least that many.",
            helping,
        )
        wrong = ValidationError(text, code="too_few_people", params={"helping": helping})
        super().__init__({"max_people": wrong})


class Profile(TypedDict, total=False):
    """What a member may say about themselves; whatever is not named stays as it is."""

    time_zone: str
    languages: list[str]
    language: str
    quiet_from: time
    quiet_until: time
    asked_in_quiet_hours: bool
    email_safe: bool
    shows_seen: bool
    country: str
    gender: str
    age_band: str


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """The time zones that exist."""
    return frozenset(zoneinfo.available_timezones())


def sign_up(
    *,
    email: str,
    password: str | None,
    now: datetime,
    adult: bool,
    consent: bool,
    time_zone: str = "UTC",
    languages: Sequence[str] = (),
    language: str = "",
    email_safe: bool = True,
) -> Member:
    """A new account. Without a password nobody can sign in to it, and nobody can before its address is confirmed.

    Raises NotAdult, NoConsent, UnknownZone or AddressTaken.
    """
    _agree(adult=adult, consent=consent, time_zone=time_zone)
    try:
        with transaction.atomic():
            return Member.objects.create_user(
                email,
                password,
                created_at=now,
                adult_confirmed_at=now,
                consented_at=now,
                time_zone=time_zone,
                languages=list(languages),
                language=language,
                email_safe=email_safe,
            )
    except IntegrityError as error:
        if broken(error) == "accounts_member_email_key":
            raise AddressTaken from error
        raise


def begin_again(
    *,
    member: Member,
    password: str | None,
    now: datetime,
    adult: bool,
    consent: bool,
    time_zone: str = "UTC",
    language: str = "",
    email_safe: bool = True,
) -> Member:
    """Signs up anew on an account whose address nobody ever confirmed; for nothing else.

    Whoever began it may have been somebody else: neither their password nor their answers live on, nor where they
    wanted to go.
    """
    _agree(adult=adult, consent=consent, time_zone=time_zone)
    Arrival.objects.filter(member=member).delete()
    member.set_password(password)
    member.adult_confirmed_at = member.consented_at = now
    answers = {"time_zone": time_zone, "language": language, "email_safe": email_safe}
    for field, answer in answers.items():
        setattr(member, field, answer)
    member.save(update_fields=["password", "adult_confirmed_at", "consented_at", *answers])
    return member


def _agree(*, adult: bool, consent: bool, time_zone: str) -> None:
    if not adult:
        raise NotAdult
    if not consent:
        raise NoConsent
    if time_zone not in zones():
        raise UnknownZone


def update_profile(*, member: Member, **said: Unpack[Profile]) -> None:
    """Keeps what the member says about themselves. Raises ValidationError beside each field that cannot stand.

    After a change of time zone the caller also calls `matching.availability.hours_changed`.
    """
    if "time_zone" in said and said["time_zone"] not in zones():
        raise UnknownZone
    if "language" in said and said["language"] not in pages_in():
        raise UnknownLanguage
    if "languages" in said:
        said["languages"] = list(dict.fromkeys(said["languages"]))
        if not said["languages"] or not SPOKEN.issuperset(said["languages"]):
            raise UnknownTongue
    if said.get("country") and said["country"] not in world.countries():
        raise UnknownCountry
    Member(**said).clean_fields(exclude={field.name for field in Member._meta.fields} - said.keys())
    for field, value in said.items():
        setattr(member, field, value)
    member.time_zone_confirmed = member.time_zone_confirmed or "time_zone" in said
    member.save(update_fields=[*said, "time_zone_confirmed"])


def set_limits(*, member: Member, max_people: int, max_asks_week: int) -> None:
    """How many people at once and how many requests a week, over all offers. Raises OutOfRange or TooFewPeople."""
    if not 1 <= max_people <= MOST_PEOPLE:
        raise OutOfRange("max_people", MOST_PEOPLE)
    if not 1 <= max_asks_week <= MOST_ASKS:
        raise OutOfRange("max_asks_week", MOST_ASKS)
    # The database counts who is helped right now; a match that begins at this moment waits for this row.
    wide_enough = Member.objects.filter(pk=member.pk, helping__lte=max_people)
    kept = wide_enough.update(max_people=max_people, max_asks_week=max_asks_week)
    member.refresh_from_db(fields=["max_people", "max_asks_week", "helping"])
    if not kept:
        raise TooFewPeople(member.helping)
