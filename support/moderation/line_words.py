"""What can stand in a crisis line: a number that a phone can dial, a source, a day not too far away."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from support.models import CrisisResource

if TYPE_CHECKING:
    from django.db.models import CharField

LONGEST = timedelta(days=366)  # numbers change: nobody is believed for longer
DIGITS = range(2, 16)  # from 15 in France to the longest that the world's plan allows
NUMBER = re.compile(r"\+?[0-9 ().-]+")
SCHEME = re.compile(r"\b([a-z][a-z0-9+.-]*):(?=\S)", re.IGNORECASE)
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


def tidy(values: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """The same, as it is kept. Raises ValidationError beside each value that cannot stand."""
    tidied, errors = dict(values), {}
    for name, check in CHECKS.items():
        try:
            tidied[name] = check(str(values[name]))
            _column(name).run_validators(tidied[name])
        except ValidationError as refusal:
            errors[name] = refusal
    if not today < values["expires_on"] <= today + LONGEST:
        text = _("Please choose a day to come, a year from now at most: numbers change.")
        errors["expires_on"] = ValidationError(text)
    if errors:
        raise ValidationError(errors)
    return tidied


def dialled(phone: str) -> str:
    """What a phone dials: two ways to write a number are one number."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def phone(text: str) -> str:
    """The number as it is shown, in digits that every phone knows. Raises ValidationError."""
    text = re.sub(r"^\s*tel:", "", text, flags=re.IGNORECASE).translate(DASHES)
    signs = [
        _plain(sign) for sign in text if unicodedata.category(sign) != "Cf"
    ]  # marks of direction, pasted along
    tidied = " ".join("".join(signs).split())
    if "(0)" in tidied:
        raise ValidationError(_("Please leave out the (0): a phone would dial it."))
    if not NUMBER.fullmatch(tidied) or len(dialled(tidied).lstrip("+")) not in DIGITS:
        raise ValidationError(_("Please write one number in digits, as somebody would dial it, such as 112."))
    return tidied


def words(text: str) -> str:
    """One line of words, in which an address of a page is an https address. Raises ValidationError."""
    tidied = " ".join(text.split())
    if any(scheme.lower() not in ("https", "tel") for scheme in SCHEME.findall(tidied)):
        raise ValidationError(_("Please use an address that begins with https://, or leave it out."))
    return tidied


def needed(text: str) -> str:
    """The same, where something must stand."""
    tidied = words(text)
    if not tidied:
        raise ValidationError(_("Please fill this in."))
    return tidied


def _column(name: str) -> "CharField[Any, Any]":
    return cast("CharField[Any, Any]", CrisisResource._meta.get_field(name))


def _plain(sign: str) -> str:
    """A digit of any script as 0 to 9."""
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


CHECKS: dict[str, Callable[[str], str]] = {"name": needed, "phone": phone, "note": words, "source": needed}
