"""The table of kinds in docs/operating.md is made from the code; dead letters are shown and can be sent again."""

from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from accounts.models import Delivery, Member
from accounts.notifications import delivery
from accounts.notifications.notify import notify
from support import telling

PAGE = Path(telling.__file__).parent.parent / "docs" / "operating.md"


def test_the_table_of_kinds_is_up_to_date() -> None:
    """`./manage.py table_of_kinds` renews it."""
    page = PAGE.read_text()
    assert telling.renewed(page) == page
    assert telling.table() in page


@pytest.mark.django_db
def test_what_was_given_up_is_shown_and_sent_again(
    maya: Member, now: datetime, mailoutbox: list[object]
) -> None:
    notify(member=maya, kind="match_released", event="one", now=now)
    notify(member=maya, kind="account_reset", event="two", now=now, secret="/gone/")
    Delivery.objects.update(state="dead", finished_at=now, failure="SMTP 535", attempts=8)
    shown = StringIO()
    call_command("dead_letters", stdout=shown)
    assert "match_released" in shown.getvalue()
    assert maya.email not in shown.getvalue()
    call_command("dead_letters", "--again", "--failure", "SMTP 550", stdout=StringIO())
    assert not Delivery.objects.filter(state="waiting").exists()
    call_command("dead_letters", "--again", stdout=StringIO())
    Delivery.objects.filter(state="waiting").update(due_at=now)
    delivery.sweep(clock=lambda: now)
    assert len(mailoutbox) == 1
