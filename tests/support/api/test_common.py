"""What holds at every address of the API."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Member
from matching.models import Need
from support import tokens
from support.api import needs
from support.models import Answered, Token
from support.scopes import Scope
from tests.support.api.conftest import Program
from tests.support.web.conftest import Browser, Clock

NEED = {
    "headline": "Somebody who knows the first year",
    "words": "My father died in March.",
    "topics": ["losing-somebody"],
    "kind": "listening",
    "formats": ["chat"],
    "languages": ["en"],
}
ASK = "communities/riverside/needs/"


def test_a_post_that_is_sent_again_does_nothing_twice(program: Program, maya: Member) -> None:
    phone = program(maya)
    first, again = (phone.post(ASK, NEED, idempotency_key="one") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first["Location"] == again["Location"]
    assert again["Idempotency-Replayed"] == "true"
    assert Need.objects.count() == 1


def test_a_key_stands_for_one_request_of_one_member(program: Program, maya: Member, lena: Member) -> None:
    phone = program(maya)
    phone.post(ASK, NEED, idempotency_key="one")
    other = phone.post(ASK, NEED | {"words": "Other words."}, idempotency_key="one")
    assert (other.status_code, other.json()["code"]) == (422, "key_used")
    assert program(lena).post(ASK, NEED, idempotency_key="one").status_code == 201


def test_what_was_refused_may_be_tried_again_with_its_key(program: Program, maya: Member) -> None:
    phone = program(maya)
    assert phone.post(ASK, NEED | {"words": " "}, idempotency_key="one").status_code == 422
    assert phone.post(ASK, NEED, idempotency_key="one").status_code == 201


def test_what_is_kept_of_an_answer_cannot_be_read(program: Program, maya: Member, db: None) -> None:
    program(maya).post(ASK, NEED, idempotency_key="one")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT key, asked, answer FROM support_answered")
        assert "father" not in str(cursor.fetchall())
    assert "father" in Answered.objects.get().answer


def test_who_has_it_already_is_not_told_again(program: Program, maya: Member) -> None:
    phone = program(maya)
    there = phone.post(ASK, NEED)["Location"].partition("/api/v1/")[2]
    mark = phone.get(there)["ETag"]
    known = phone.get(there, if_none_match=mark)
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", mark)


def test_nobody_undoes_what_they_have_not_seen(program: Program, maya: Member) -> None:
    phone = program(maya)
    there = phone.post(ASK, NEED)["Location"].partition("/api/v1/")[2]
    mark = phone.get(there)["ETag"]
    assert phone.put(there, NEED | {"words": "New words."}, if_match=mark).status_code == 200
    late = phone.put(there, NEED | {"words": "Newer words."}, if_match=mark)
    assert (late.status_code, late.json()["code"]) == (412, "changed")
    assert phone.get(there).json()["words"] == "New words."


def test_a_problem_names_each_field_and_keeps_its_code_in_every_language(
    program: Program, maya: Member
) -> None:
    wrong = NEED | {"topics": ["nothing"], "formats": ["letter"], "wordz": "x"}
    told = [program(maya).post(ASK, wrong, accept_language=tongue) for tongue in ("en", "fr")]
    assert {answer["Content-Type"] for answer in told} == {"application/problem+json"}
    english, french = ([error["field"] for error in answer.json()["errors"]] for answer in told)
    assert english == french == ["topics", "formats.0", "wordz"] or set(english) == {"topics", "formats.0"}
    assert told[0].json()["detail"] != told[1].json()["detail"]


def test_a_number_is_no_text_and_yes_is_no_true(program: Program, maya: Member) -> None:
    wrong = NEED | {"words": 5, "connect_me": "yes", "topics": [7]}
    told = program(maya).post(ASK, wrong)
    assert told.status_code == 422
    assert {error["field"] for error in told.json()["errors"]} == {"words", "connect_me", "topics"}


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("stranger", "sign_in"),
        ("made up", "key_unknown"),
        ("other scope", "scope_missing"),
        ("revoked", "key_unknown"),
        ("expired", "key_unknown"),
        ("closed", "key_unknown"),
        ("leaving", "being_erased"),
    ],
)
def test_who_may_not_is_told_why_and_nothing_else(
    how: str, code: str, program: Program, maya: Member, wall_clock: Clock, now: datetime
) -> None:
    asks = (
        program(None)
        if how == "stranger"
        else program(maya, "me:read" if how == "other scope" else "matching:read")
    )
    if how == "made up":
        asks.client.defaults["HTTP_AUTHORIZATION"] = "Bearer cos_made-up"
    elif how == "revoked":
        tokens.revoke(member=maya, uid=Token.objects.get().uid, now=now)
    elif how == "expired":
        wall_clock.forward(days=31)
    elif how == "closed":
        Member.objects.filter(pk=maya.pk).update(is_active=False)
    elif how == "leaving":
        Member.objects.filter(pk=maya.pk).update(erase_asked_at=now)
    answer = asks.get("needs/")
    assert answer.json()["code"] == code
    assert answer.status_code in (401, 403)
    assert ("WWW-Authenticate" in answer.headers) == (answer.status_code == 401)


def test_what_is_most_private_wants_a_key_that_says_so(program: Program, maya: Member) -> None:
    wide = program(maya, *(one for one in Scope if one.partition(":")[0] in ("me", "matching", "talk")))
    for theirs in ("me/blocks/", "me/never-ask/", "me/reports/", "me/journal/"):
        assert wide.get(theirs).json()["code"] == "scope_missing", theirs
    assert program(maya, "safety:read").get("me/never-ask/").status_code == 200


def test_somebody_elses_is_not_there(program: Program, maya: Member, lena: Member) -> None:
    there = program(maya).post(ASK, NEED)["Location"].partition("/api/v1/")[2]
    stranger = program(lena)
    for answer in (stranger.get(there), stranger.put(there, NEED), stranger.delete(there)):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_session_of_the_pages_opens_it_too_but_not_from_elsewhere(browser: Browser, maya: Member) -> None:
    mine = browser(maya)
    assert mine.get("/api/v1/needs/").status_code == 200
    mine.handler.enforce_csrf_checks = True
    refused = mine.post(f"/api/v1/{ASK}", NEED, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "form_token")


def test_lists_come_in_pages_that_new_rows_do_not_move(
    program: Program, maya: Member, lena: Member, post_need: Callable[..., Need]
) -> None:
    uids = [str(post_need(maya).uid) for _ in range(3)]
    phone = program(maya)
    first = phone.get("needs/?limit=2").json()
    post_need(maya)
    second = phone.get(first["next"].partition("/api/v1/")[2]).json()
    assert [row["id"] for row in first["items"] + second["items"]] == uids[::-1]
    assert second["next"] is None
    narrowed = phone.get(f"needs/?stage=looking&community=riverside&limit=1&after={uids[1]}").json()
    assert ([row["id"] for row in narrowed["items"]], narrowed["next"]) == (uids[:1], None)
    for nothing in ("stage=helped", "community=hillside"):
        assert phone.get(f"needs/?{nothing}").json()["items"] == []
    for wrong in (f"after={post_need(lena).uid}", f"stage=helped&after={uids[0]}", "limit=1000", "stage=x"):
        assert phone.get(f"needs/?{wrong}").status_code == 422


def test_however_many_lines_are_asked_for_few_statements_are_compiled(
    program: Program, maya: Member, post_need: Callable[..., Need]
) -> None:
    phone, uids = program(maya), [str(post_need(maya).uid) for _ in range(3)][::-1]
    for limit in (1, 2, 3, 20, 21, 50, 100):
        shown = [line["id"] for line in phone.get(f"needs/?limit={limit}").json()["items"]]
        assert shown == uids[:limit]
    assert len(needs._listed("")._first._statements) == 2


def test_each_is_refused_in_their_own_language(program: Program, maya: Member) -> None:
    said = [
        program(maya).get("needs/?limit=1000", accept_language=language).json()["errors"][0]["detail"]
        for language in ("en", "es", "en")
    ]
    assert said[0] == said[2] != said[1]


def test_how_often_is_said_and_enforced(
    program: Program, maya: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    from support.api import limits

    phone = program(maya)
    assert phone.get("needs/")["RateLimit-Policy"] == f'"member";q={limits.MEMBER};w=60'
    monkeypatch.setattr(limits, "MEMBER", 0)
    late = phone.get("needs/")
    assert (late.status_code, late.json()["code"]) == (429, "too_often")
    assert 1 <= int(late["Retry-After"]) <= 60


def test_what_there_is_not_and_what_is_no_json_are_problems_too(program: Program, maya: Member) -> None:
    phone = program(maya)
    assert phone.get("nothing/like/this/").json()["code"] == "not_found"
    assert phone.get("needs/", accept="text/html").json()["code"] == "not_acceptable"
    assert phone.delete("needs/").json()["code"] == "method"
    half_a_letter, endless = b'{"words": "\\ud800"}', b"[" * 100_000
    for body in (b"{", half_a_letter, endless, b'{"words": NaN}'):
        broken = phone.client.generic("POST", f"/api/v1/{ASK}", body, "application/json; charset=zlib")
        assert (broken.status_code, broken.json()["code"]) == (400, "malformed"), body[:30]


def test_a_key_is_found_by_its_fingerprint_alone(maya: Member, now: datetime) -> None:
    token, secret = tokens.make(member=maya, name=" My  bot ", scopes=["me:read"], days=7, now=now)
    assert secret not in str(Token.objects.values())
    assert token.name == "My bot"
    assert tokens.find(secret, now=now) == token
    assert Token.objects.get().used_on == now.date()
