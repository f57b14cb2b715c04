"""Countries and time zones as the tz database lists them."""

from functools import cache
from importlib import resources


def tab(name: str) -> list[list[str]]:
    """The lines of one of the tz database's tables."""
    text = resources.files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def countries() -> dict[str, str]:
    """Country codes (iso3166.tab) and their English names."""
    return {code: english for code, english, *_more in tab("iso3166.tab")}
