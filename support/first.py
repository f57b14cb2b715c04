"""What takes a moment the first time is done before anybody asks: nobody waits for it, least of all with locks held."""

import gc
from contextlib import suppress

from django.db import OperationalError
from django.urls import get_resolver

from matching import danger, pasts
from support import contact_details, pressure

NEW_THINGS = 10_000  # between two looks for garbage; Python's own is 700


def read() -> None:
    """Every page and address, and the lists of words that are looked for in what members write. Asks no database."""
    _ = get_resolver().url_patterns
    danger.signs_in("")
    pressure.found_in("")
    contact_details.found_in("")


def ask() -> None:
    """What a first round would spend a tenth of a second on, with locks held; where nobody answers yet, it does."""
    with suppress(OperationalError):
        pasts.strange_zones()


def settle() -> None:
    """What is here now stays: nobody looks through it for garbage, and processes that are forked go on sharing it.

    What comes later is looked through less often than Python would: a page or a round makes thousands of things and no
    circles of them, and looking through these took a tenth of a round's writing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_THINGS)
