"""What may be told of a number of people, and of the middle of many values.

Every count is of people, rounded down to a step of five. Under five nothing is told. Where between five and nine it
begins to be told, differs from figure to figure and is a secret of this service: so nobody can conclude from a gap that
fewer than five are behind it, nor fill it exactly by adding up the figures around it. Nought is a gap like any other.
"""

from django.utils.crypto import salted_hmac

from matching.crowds import FEW

STEP = FEW
BESIDE = 2 * FEW  # people behind a middle: at least five on either side of it
FAR_BESIDE = 10 * FEW  # people behind "nine of ten": at least five of them beyond it
UNTOLD = 0
# Upper ends in hours; what took longer, or never came, is the last step.
HOURS = (1, 3, 6, 12, 24, 48, 96, 168, 336)


def told(people: int, *cell: object) -> int:
    """What is told of so many people in this place of a table; UNTOLD where they are few, or may not be told here."""
    return people // STEP * STEP if people >= begins(*cell) else UNTOLD


def begins(*cell: object) -> int:
    """From how many people on this place of a table tells something: five to nine, always the same for the place."""
    digest = salted_hmac("support.pulse", repr(cell), algorithm="sha256").digest()
    return FEW + int.from_bytes(digest[:4]) % FEW


def halves(mean: float | None, people: int) -> int:
    """A mean between 1 and 5 as so many halves. With ten people one of them moves it by less than such a step."""
    return round(mean * 2) if mean is not None and people >= BESIDE else UNTOLD


def lasted(seconds: float | None, people: int, least: int = BESIDE) -> int:
    """A stretch of time as the number of a step in HOURS, from 1; infinity is the last."""
    if seconds is None or people < least:
        return UNTOLD
    return next((number for number, hours in enumerate(HOURS, 1) if seconds <= hours * 3600), len(HOURS) + 1)
