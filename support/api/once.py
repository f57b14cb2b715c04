"""A request that is sent again, because its answer was lost on the way, does nothing twice.

https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/: what a POST does and the answer that is
kept for its `Idempotency-Key` are one transaction. The same key again gets the same answer; a second one that comes
meanwhile waits for the first. What was refused is not kept: it did nothing, and may be tried again. Answers are kept,
encrypted, for a day (`support.privacy.retention`), and are told to nobody but whom they were given.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError, transaction
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.fields import keyed_hash
from accounts.models import Member
from accounts.prepared import Given, PreparedChange
from accounts.rows import select
from support.api.problems import Problem
from support.models import Answered

LONGEST = 200
VISIBLE = re.compile("[!-~]+")
BEGIN = """
    INSERT INTO support_answered (member_id, key, asked, status, location, answer, asked_at)
    VALUES (%(member)s, %(key)s, %(asked)s, 0, '', '', %(now)s)
    ON CONFLICT (member_id, key) DO NOTHING RETURNING id
"""
ANSWER = PreparedChange(
    lambda: (
        Answered.objects.filter(pk=Given("pk")),
        {"status": Given("status"), "location": Given("location"), "answer": Given("answer")},
    )
)


def answered(request: Request, act: Callable[[], Response], *, now: datetime) -> Response:
    """The answer of `act`, or the one that it gave before under the same key."""
    given = request.headers.get("Idempotency-Key")
    if given is None or not isinstance(request.user, Member):
        return act()
    if not VISIBLE.fullmatch(given) or len(given) > LONGEST:
        raise Problem("key_malformed")
    with transaction.atomic():
        key, asked = keyed_hash(given), _fingerprint(request)
        begun = _begin(request.user, key, asked, now)
        if begun is None:
            return _again(Answered.objects.get(member=request.user, key=key), asked)
        response = act()
        if response.status_code >= 400:
            transaction.set_rollback(True)
            return response
        ANSWER.make(
            pk=begun,
            status=response.status_code,
            location=response.headers.get("Location", ""),
            answer=_sealed(response),
        )
        return response


def _fingerprint(request: Request) -> str:
    asked = (request.method or "", request.get_full_path(), request._request.body.decode("utf-8", "replace"))
    return keyed_hash("\n".join(asked))


def _begin(member: Member, key: str, asked: str, now: datetime) -> int | None:
    """The row of a request that is the first with its key. Waits for one that is being answered."""
    try:
        begun = select(BEGIN, member=member.pk, key=key, asked=asked, now=now)
    except OperationalError as waited:  # as long as anything waits here for a lock
        raise Problem("still_answering", **{"Retry-After": "2"}) from waited
    return begun[0][0] if begun else None


def _again(before: Answered, asked: str) -> Response:
    if before.asked != asked:
        raise Problem("key_used")
    headers = {"Idempotency-Replayed": "true"} | ({"Location": before.location} if before.location else {})
    data = json.loads(before.answer) if before.answer else None
    return Response(data, status=before.status, headers=headers)


def _sealed(response: Response) -> str:
    return JSONRenderer().render(response.data).decode() if response.data is not None else ""
