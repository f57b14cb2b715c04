"""The letters that this machine keeps can be read here, and only where it keeps them."""

import os
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from support import letters

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MAIL_FOLDER = settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    return tmp_path


def send(subject: str, html: str = "<p>Come in.</p>") -> None:
    letter = EmailMultiAlternatives(subject, "Open http://testserver/me/ now.", to=["maya@members.example"])
    letter.attach_alternative(html, "text/html")
    letter.send()


def in_one_file(*subjects: str) -> None:
    """What happens when processes share a second."""
    with mail.get_connection() as connection:
        for subject in subjects:
            EmailMultiAlternatives(
                subject, "Words.", to=["maya@members.example"], connection=connection
            ).send()


def test_they_are_listed_newest_first(client: Client, folder: Path) -> None:
    in_one_file("First", "Second")
    (older,) = folder.iterdir()
    os.utime(older, (0, 0))
    send("Third")
    page = client.get(reverse("local_mail")).content.decode()
    assert page.index("Third") < page.index("Second") < page.index("First")
    assert "maya@members.example" in page


def test_a_letter_is_shown_as_text_with_its_links(client: Client, folder: Path) -> None:
    send("Hello")
    (letter,) = letters.newest(folder, 10)
    page = client.get(reverse("local_letter", args=[letter.name])).content.decode()
    assert 'href="http://testserver/me/"' in page
    assert "maya@members.example" in page


def test_its_html_is_shown_as_it_is_and_can_do_nothing(client: Client, folder: Path) -> None:
    send("Hello", html=f"<h1 style='color: green'>Come in</h1>{SCRIPT}")
    (letter,) = letters.newest(folder, 10)
    answer = client.get(reverse("local_letter", args=[letter.name]), {"as": "html"})
    assert "<h1 style='color: green'>Come in</h1>" in answer.content.decode()
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["sandbox"] == ""
    assert "script-src" not in policy
    assert policy["style-src"] == "'unsafe-inline'"


def test_no_other_page_is_weakened_by_it(client: Client, folder: Path) -> None:
    send("Hello", html=SCRIPT)
    (letter,) = letters.newest(folder, 10)
    address = reverse("local_letter", args=[letter.name])
    client.get(address, {"as": "html"})
    page = client.get(address)
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert SCRIPT not in page.content.decode()


def test_a_letter_that_is_just_being_written_is_not_shown_yet(client: Client, folder: Path) -> None:
    send("Whole")
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes() + b"Subject: Half\nTo: maya@mem")
    assert [letter.subject for letter in letters.newest(folder, 10)] == ["Whole"]


def test_only_letters_can_be_read(client: Client, folder: Path) -> None:
    (folder / "secret.txt").write_text("not a letter")
    for name in ("secret.txt", "..", "%2e%2e%2fsecret", "20261123-120000-1-0"):
        assert client.get(f"/local/mail/{name}/").status_code == 404


def test_an_empty_folder_and_one_that_is_not_there_yet_say_so(client: Client, folder: Path) -> None:
    assert "No letters yet" in client.get(reverse("local_mail")).content.decode()
    folder.rmdir()
    assert "No letters yet" in client.get(reverse("local_mail")).content.decode()


@pytest.mark.parametrize("path", ["/local/mail/", "/local/mail/any/", "/local/mail/any/?as=html"])
def test_where_letters_are_sent_these_pages_do_not_exist(
    client: Client, settings: Settings, path: str
) -> None:
    settings.MAIL_FOLDER = None
    assert client.get(path).status_code == 404
