"""The crisis lines: kept by whom they all trust, checked with one tap, never brought back by the seed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import communities
from accounts.models import Community, Member, Role
from support import cases, safety
from support.models import CrisisResource, Decision
from support.moderation import line_words, lines
from support.policies import NotAllowed, remit_of

pytestmark = pytest.mark.django_db

At = Callable[..., str]
Read = Callable[..., str]


@pytest.fixture
def owner(riverside: Community, nour: Member, now: datetime) -> Member:
    safety.load_resources(today=now.date())
    riverside.memberships.filter(member=nour).update(role=Role.OWNER)
    return nour


def of(country: str) -> CrisisResource:
    return CrisisResource.objects.get(country=country)


def typed(line: CrisisResource, **other: str) -> dict[str, str]:
    shown = {"name": line.name, "phone": line.phone, "note": line.note, "source": line.source}
    return shown | {"expires_on": str(line.expires_on), "seen": lines.mark(line)} | other


def done() -> list[str]:
    return list(Decision.objects.order_by("pk").values_list("kind", flat=True))


def test_one_tap_says_that_a_line_was_checked_and_no_case_waits(
    owner: Member, riverside: Community, desk: Client, at: At, read: Read, now: datetime
) -> None:
    riverside.country = "FR"
    riverside.save()
    line, remit = of("FR"), remit_of(owner, riverside)
    assert remit
    waiting = [case.href for case in cases.waiting(remit, now=now)]
    assert at("line", line.pk) in waiting
    assert "Among moderators" in read(desk.get(at("line", line.pk)))
    CrisisResource.objects.update(expires_on=now.date() - timedelta(days=1))
    line.refresh_from_db()
    answer = desk.post(f"{at('line_decide', line.pk)}?seen={lines.mark(line)}", {"kind": "line_checked"})
    assert answer["Location"].endswith(f"#line-{line.pk}")
    line.refresh_from_db()
    assert (line.verified_on, line.expires_on) == (now.date(), now.date() + safety.GOOD_FOR)
    assert at("line", line.pk) not in [case.href for case in cases.waiting(remit, now=now)]
    assert done() == ["line_checked"]


def test_another_number_counts_as_unchecked_and_the_log_keeps_both(
    owner: Member, desk: Client, at: At, now: datetime
) -> None:
    CrisisResource.objects.update(verified_on=now.date())
    line = of("FR")
    desk.post(at("line", line.pk), typed(line, note="All day <b>."))
    assert of("FR").verified_on == now.date()
    assert "All day &lt;b&gt;." in Client().get(reverse("crisis"), {"country": "FR"}).content.decode()
    desk.post(at("line", line.pk), typed(of("FR"), phone="tel:+33 3115"))
    assert (of("FR").phone, of("FR").verified_on) == ("+33 3115", None)
    newest = Decision.objects.latest("pk").refers_to
    assert (newest["phone_before"], newest["phone"], newest["changed"]) == (
        *("3114", "+33 3115"),
        "phone verified_on",
    )


def test_nobody_vouches_for_a_number_that_was_changed_a_moment_ago(
    owner: Member, desk: Client, at: At, read: Read
) -> None:
    line, seen = of("FR"), lines.mark(of("FR"))
    CrisisResource.objects.filter(pk=line.pk).update(phone="666")
    desk.post(f"{at('line_decide', line.pk)}?seen={seen}", {"kind": "line_checked"})
    page = read(desk.post(at("line", line.pk), typed(line, name="Mine", seen=seen)))
    assert "Somebody else changed this" in page
    assert (of("FR").verified_on, of("FR").name == "Mine", done()) == (None, False, [])


def test_what_was_taken_out_is_not_brought_back_by_the_seed_but_by_a_tap(
    owner: Member, desk: Client, at: At, read: Read, now: datetime
) -> None:
    line = of("FR")
    desk.post(
        f"{at('line_decide', line.pk)}?seen={lines.mark(line)}", {"kind": "line_removed", "words": "Old."}
    )
    safety.load_resources(today=now.date())
    assert not safety.resources_for("FR").known
    assert "Taken out" in read(desk.get(at("lines")))
    gone = of("FR")
    desk.post(f"{at('line_decide', line.pk)}?seen={lines.mark(gone)}", {"kind": "line_back"})
    assert safety.resources_for("FR").known
    assert done() == ["line_removed", "line_back"]


def test_a_line_is_added_once_and_one_always_stays_for_everybody(
    owner: Member, riverside: Community, desk: Client, at: At, read: Read, now: datetime
) -> None:
    new = typed(of("FR"), country="PT", phone="(213) 544 545", checked="on")
    assert desk.post(at("line_new"), new).status_code == 302
    assert of("PT").verified_on == now.date()
    assert "in the list for this country already" in read(
        desk.post(at("line_new"), new | {"phone": "213544545"})
    )
    with pytest.raises(lines.TheLastOne):
        lines.remove(line=of(""), seen=lines.mark(of("")), community=riverside, by=owner, now=now)


def test_where_there_is_another_community_only_operators_change_them(
    owner: Member, riverside: Community, maya: Member, desk: Client, at: At, read: Read, now: datetime
) -> None:
    communities.create(name="Hillside", slug="hillside", by=maya, now=now)
    line = of("FR")
    seen = f"{at('line_decide', line.pk)}?seen={lines.mark(line)}"
    for answer in (
        desk.post(seen, {"kind": "line_checked"}),
        desk.post(at("line", line.pk), typed(line, phone="666")),
        desk.get(at("line_new")),
    ):
        assert answer.status_code == 404
    assert "please tell them" in read(desk.get(at("lines")))
    with pytest.raises(NotAllowed):
        lines.check(line=line, seen=lines.mark(line), community=riverside, by=owner, now=now)
    Member.objects.filter(pk=owner.pk).update(is_operator=True)
    assert desk.post(seen, {"kind": "line_checked"}).status_code == 302
    assert of("FR").verified_on == now.date()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        *(("phone", "1-800-HELP"), ("phone", "116 123 / 112"), ("phone", "+44 (0)20 7946"), ("phone", "1")),
        *(("phone", "https://x.example"), ("source", "http://x.example"), ("source", " ")),
        *(
            ("note", "javascript:alert(1)"),
            ("expires_on", date(2020, 1, 1)),
            ("expires_on", date(2099, 1, 1)),
        ),
    ],
)
def test_what_cannot_be_relied_on_is_refused_beside_its_field(
    name: str, wrong: object, now: datetime
) -> None:
    today = now.date()
    good = {"name": "A", "phone": "١١٢", "note": "", "source": "https://a.example", "expires_on": today}
    good["expires_on"] = today + timedelta(days=30)
    assert line_words.tidy(good, today=today)["phone"] == "112"
    with pytest.raises(ValidationError) as refusal:
        line_words.tidy(good | {name: wrong}, today=today)
    assert set(refusal.value.message_dict) == {name}
