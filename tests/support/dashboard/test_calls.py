"""Where calls happen: an owner's to choose, refused kindly where it could not be a room of two."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import meeting_link
from accounts.models import Community, Member, Role
from support.models import Decision

pytestmark = pytest.mark.django_db

GOOD = "https://calls.example.org/{meeting}"


def test_an_owner_chooses_and_it_is_written_down(
    desk: Client, at: Callable[..., str], riverside: Community, nour: Member
) -> None:
    assert desk.post(at("calls"), {"pattern": GOOD}).status_code == 404  # a moderator looks, and that is all
    riverside.memberships.filter(member=nour).update(role=Role.OWNER)
    assert desk.post(at("calls"), {"pattern": GOOD}).status_code == 302
    riverside.refresh_from_db()
    assert riverside.meeting_link == GOOD
    assert [row.kind for row in Decision.objects.all()] == ["calls_changed"]
    wrong = desk.post(at("calls"), {"pattern": "http://calls.example.org/{meeting}"})
    assert "https://calls.example.org/{meeting}" in wrong.content.decode()
    assert set(wrong.context["form"].errors) == {"pattern"}


@pytest.mark.parametrize(
    "wrong",
    [
        *("calls.example.org/{meeting}", "javascript:alert({meeting})", "https://calls.example.org/"),
        *(
            "https://{meeting}.example.org/",
            "https://me:pass@example.org/{meeting}",
            "https://a b.org/{meeting}",
        ),
        *(
            "https://example.org/{meeting}{meeting}",
            "https://example.org/{meeting}/{x}",
            "https:///{meeting}",
        ),
        "https://example.org:port/{meeting}",
    ],
)
def test_what_is_no_address_of_a_room_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        meeting_link.tidy(wrong)


def test_nothing_is_an_answer_too() -> None:
    assert (meeting_link.tidy("  "), meeting_link.tidy(f" {GOOD} ")) == ("", GOOD)
