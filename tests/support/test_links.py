"""Links in what people write stand there plainly, and pass for no other place."""

import pytest

from support.links import Link, links_in, pieces


def test_words_and_links_keep_their_order() -> None:
    assert pieces("Read https://example.org/a?b=c#d. Or (http://two.example), yes") == [
        "Read ",
        Link("https://example.org/a?b=c#d", "example.org"),
        ". Or (",
        Link("http://two.example", "two.example"),
        "), yes",
    ]


@pytest.mark.parametrize(
    ("typed", "address", "host"),
    [
        ("https://аpple.com/x", "https://xn--pple-43d.com/x", "xn--pple-43d.com"),  # noqa: RUF001
        ("https://EXAMPLE.org:8443/ä", "https://example.org:8443/%C3%A4", "example.org:8443"),
        ("https://example.org:0/", "https://example.org:0/", "example.org:0"),
        ("https://example.org/\u202egnp.exe", "https://example.org/", "example.org"),
        ("https://example.org\u200b.evil.example", "https://example.org", "example.org"),
        ('https://example.org/"onclick="x', "https://example.org/", "example.org"),
    ],
)
def test_a_host_shows_as_what_it_is(typed: str, address: str, host: str) -> None:
    assert links_in(typed) == [Link(address, host)]


@pytest.mark.parametrize(
    "typed",
    [
        "https://bank.example@evil.example/",
        "javascript:alert(1)",
        "https://localhost/",
        "https://[::1",
        "https://ex\\evil.com",
        "https://" + "é." * 1900 + "com",
    ],
)
def test_what_could_mislead_is_no_link(typed: str) -> None:
    assert links_in(typed) == []
