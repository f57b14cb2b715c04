"""The clock and the week as the reader knows them, from the language that the browser asks for."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from accounts import customs
from support.web.middleware import ReadersCustoms


@pytest.mark.parametrize(
    ("accepted", "language", "region"),
    [
        ("en-US,en;q=0.9", "en", "US"),
        ("en-GB", "en", "GB"),
        ("de-DE,en-US;q=0.8", "en", "US"),
        ("zh-Hant-TW", "zh-hant", "TW"),
        ("ar-EG", "ar", "EG"),
    ],
)
def test_the_region_stands_with_the_language_of_the_page(accepted: str, language: str, region: str) -> None:
    assert customs.of_browser(accepted, language) == customs.of_region(region)


@pytest.mark.parametrize("accepted", ["", "en", "de-US", "*", "en-", "en;q=x-US", "-" * 999])
def test_where_no_region_is_told_most_people_s_customs_hold(accepted: str) -> None:
    assert customs.of_browser(accepted, "en") == customs.Customs()


def test_weeks_begin_and_rest_where_people_say() -> None:
    assert customs.of_region("US").days == [6, 0, 1, 2, 3, 4, 5]
    assert customs.of_region("EG").days[0] == 5
    assert customs.of_region("SA").weekend == {4, 5}
    assert customs.of_region("PT").weekend == {5, 6}


def test_every_clock_says_noon_and_midnight_rightly() -> None:
    def said(region: str, language: str = "en") -> list[str]:
        with customs.override(customs.of_region(region)), translation.override(language):
            return [customs.clock(minutes) for minutes in (0, 12 * 60, 18 * 60 + 15, 24 * 60)]

    assert said("GB") == ["00:00", "12:00", "18:15", "24:00"]
    assert said("US") == ["midnight", "noon", "6:15 p.m.", "midnight"]
    assert len(set(said("US", "es"))) == 3


def test_pages_read_the_clock_as_their_reader_does() -> None:
    seen: list[customs.Customs] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(customs.current())
        return HttpResponse()

    for accepted in ("en-US", "en-GB"):
        request = RequestFactory().get("/", headers={"accept-language": accepted})
        ReadersCustoms(view)(request)
    assert [one.twelve for one in seen] == [True, False]
    assert customs.current() == customs.Customs()
