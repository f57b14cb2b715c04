"""What is written down when something goes wrong: never the key to an account, an address or a name."""

import io
import logging
import logging.config
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Member, Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that the service's own handler writes."""
    logging.config.dictConfig(settings.LOGGING)
    (handler,) = (
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler, logging.StreamHandler) and handler.formatter and handler.name == "console"
    )
    lines = io.StringIO()
    before = handler.setStream(lines)
    yield lines
    handler.setStream(before)


def test_a_form_that_is_refused_leaves_no_key_behind(written: io.StringIO, maya: Member) -> None:
    address = EmailAddress.objects.create(user=maya, email=maya.email, primary=True)
    keys = {
        "account_confirm_email": EmailConfirmationHMAC(address).key,
        "invitation": "the-secret-of-an-invitation",
    }
    client = Client(enforce_csrf_checks=True)
    for name, key in keys.items():
        assert client.post(reverse(name, args=[key])).status_code == 403
        assert client.put(reverse(name, args=[key])).status_code == 403
    assert written.getvalue().count("Forbidden") == 4
    for key in keys.values():
        assert key not in written.getvalue()
    assert "invitation/<str:secret>/" in written.getvalue()


def test_an_error_of_the_database_names_nobody(written: io.StringIO, maya: Member, omar: Member) -> None:
    log = logging.getLogger("support")
    omars, name = Member.objects.filter(pk=omar.pk), maya.memberships.get().display_name
    for rows, change in (
        (omars, {"email": maya.email}),
        (Membership.objects.filter(member=omar), {"display_name": name}),
        (omars, {"max_people": 0}),
    ):
        try:
            with transaction.atomic():
                rows.update(**change)
        except IntegrityError:
            log.exception("Something broke")
    text = written.getvalue()
    assert text.count("Something broke") == 3
    assert "display_name_once" in text
    for private in (maya.email, name, omar.email, omar.password):
        assert private not in text
