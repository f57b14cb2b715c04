"""Every kind of message is complete, leads somewhere, reads well as a letter, and says nothing private."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import resolve

import accounts
from accounts.models import Member
from accounts.notifications import email, enclosures, links
from accounts.notifications.kinds import ACCOUNT, KINDS
from tests.accounts.notifications.conftest import Tell

HOUSE = Path(accounts.__file__).parent.parent
SOURCE = "".join(
    file.read_text()
    for package in ("accounts", "matching", "support")
    for file in sorted((HOUSE / package).rglob("*.py"))
    if file.parent.name != "kinds"
)
every_kind = pytest.mark.parametrize("kind", KINDS)
SECRET = "/account/confirm/a-key-of-one-letter/"


def letter(tell: Tell, kind: str) -> EmailMultiAlternatives:
    secret = SECRET if kind in ("account_verify", "account_reset") else ""
    return email.letter(tell(kind, secret=secret))


def parts(message: EmailMultiAlternatives) -> tuple[str, str]:
    """The text and the HTML."""
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    return str(message.body), str(html)


@every_kind
def test_a_kind_has_all_its_words(kind: str) -> None:
    words = KINDS[kind]
    for sentence in (words.subject, words.title, words.sentence, words.action):
        assert str(sentence).strip()
        assert "!" not in str(sentence)
    assert len(str(words.subject)) <= 50
    assert "\n" not in str(words.subject)


@every_kind
def test_a_kind_is_told_somewhere(kind: str) -> None:
    assert re.search(rf'"{kind}"', SOURCE)


@every_kind
@pytest.mark.django_db
def test_a_kind_leads_to_a_page_that_exists(kind: str, tell: Tell) -> None:
    assert resolve(links.path(tell(kind))).url_name == KINDS[kind].route


@every_kind
@pytest.mark.django_db
def test_a_kind_reads_well_as_text_and_as_html(kind: str, tell: Tell, maya: Member) -> None:
    message = letter(tell, kind)
    assert message.to == [maya.email]
    assert message.subject == KINDS[kind].subject
    for body in parts(message):
        plain = " ".join(re.sub(r"<[^>]+>", " ", body).replace("&#x27;", "'").split())
        for words in (KINDS[kind].title, KINDS[kind].sentence, KINDS[kind].action):
            assert str(words) in plain
        assert "You get this letter because" in plain
        assert "{{" not in body
        assert "{%" not in body


@every_kind
@pytest.mark.django_db
def test_all_links_of_a_letter_are_ours_and_there_is_one_button(kind: str, tell: Tell) -> None:
    text, html = parts(letter(tell, kind))
    found = re.findall(r"https?://\S+", text) + re.findall(r'href="([^"]+)"', html)
    assert all(link.startswith(settings.SITE_URL) for link in found)
    assert html.count('class="act"') == 1
    assert "<img" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(KINDS.keys() - ACCOUNT.keys() - {"together"}))
def test_a_letter_names_no_person_no_community_and_no_match(kind: str, tell: Tell, maya: Member) -> None:
    told = tell(kind)
    assert told.community is not None
    told.community.name = "A place for the grieving"
    private = [told.community.name, told.community.slug, maya.email, told.event, *told.refers_to.values()]
    message = email.letter(told)
    for seen in (message.subject, *parts(message)):
        assert not [word for word in private if word.lower() in seen.lower()]
    assert f"/notifications/{told.uid}/" in parts(message)[0]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["account_verify", "account_reset"])
def test_a_secret_link_stands_in_the_letter_that_carries_it(kind: str, tell: Tell) -> None:
    for body in parts(letter(tell, kind)):
        assert f"{settings.SITE_URL}{SECRET}" in body


@pytest.mark.django_db
def test_a_letter_says_where_to_change_what_is_sent(tell: Tell) -> None:
    text, html = parts(letter(tell, "message_new"))
    assert f"{settings.SITE_URL}/me/reach/" in text
    assert f'href="{settings.SITE_URL}/me/reach/"' in html


@pytest.mark.django_db
def test_the_same_event_makes_the_same_message_id_and_another_one_another(tell: Tell) -> None:
    first, second = tell(event="match:1"), tell(event="match:2")
    assert email.message_id(first) == email.message_id(first)
    assert email.message_id(first) != email.message_id(second)
    assert re.fullmatch(r"<[0-9a-f]{40}@localhost>", email.message_id(first))


@pytest.mark.django_db
def test_no_program_answers_a_letter(tell: Tell) -> None:
    assert letter(tell, "match_asked").message()["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
def test_a_letter_is_at_home_in_the_dark(tell: Tell) -> None:
    _, html = parts(letter(tell, "match_asked"))
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme: dark)" in html


@pytest.mark.django_db
def test_what_is_registered_goes_out_with_the_letter(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosures, "_makers", {})
    enclosed = enclosures.Enclosure("entry.ics", "BEGIN:VCALENDAR", "text/calendar; method=REQUEST")
    enclosures.register(["match_asked"], lambda notification: enclosed)
    [part] = [part for part in letter(tell, "match_asked").message().walk() if part.get_filename()]
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "REQUEST")
    assert [part.get_filename() for part in letter(tell, "message_new").message().walk()].count(None) > 0
    assert not letter(tell, "message_new").attachments
