"""What the environment makes of the settings that keep people safe."""

import json
import os
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

SHOWN = "import json; from support import settings; print(json.dumps(getattr(settings, '{name}')))"


def setting(name: str, **variables: str) -> object:
    """The value that the settings have in a process with these variables."""
    run = [sys.executable, "-c", SHOWN.format(name=name)]
    done = subprocess.run(run, env=os.environ | variables, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_letters_are_kept_in_a_folder_in_the_demo_alone() -> None:
    assert setting("MAIL_FOLDER", MAIL_FOLDER="/letters", DEMO="1") == "/letters"
    assert setting("MAIL_FOLDER", MAIL_FOLDER="/letters", DEMO="0") is None


def test_a_proxy_is_believed_only_where_there_is_one() -> None:
    assert setting("ALLAUTH_TRUSTED_PROXY_COUNT", BEHIND_PROXY="1") == 1
    assert setting("ALLAUTH_TRUSTED_PROXY_COUNT", BEHIND_PROXY="0") == 0


def test_cookies_travel_by_https_alone_where_there_is_https() -> None:
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        assert setting(name, SITE_URL="https://support.example") is True


def guesses(*callers: str) -> list[int]:
    """What signing in answers, time after time, to whoever the proxy says is calling."""
    address, cast = reverse("account_login"), "x@members.example"
    forms = ({"login": f"{number}{cast}", "password": "a guess"} for number in range(len(callers)))
    sent = zip(forms, callers, strict=True)
    return [Client().post(address, form, headers={"X-Forwarded-For": to}).status_code for form, to in sent]


@pytest.mark.django_db
def test_behind_a_proxy_each_person_has_their_own_number_of_attempts(settings: Settings) -> None:
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    # What stands before the last address was written by the caller and may be made up.
    assert guesses("203.0.113.5", "203.0.113.5", "203.0.113.9, 203.0.113.5", "203.0.113.6") == [
        200,
        429,
        429,
        200,
    ]


@pytest.mark.django_db
def test_without_a_proxy_nobody_gets_more_attempts_by_naming_other_addresses(settings: Settings) -> None:
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    assert guesses("203.0.113.5", "203.0.113.6") == [200, 429]
