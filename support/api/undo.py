"""Undo: for ten minutes, what a program did is taken back with the key that came with the answer.

What must be known of the time before stands in the key itself, encrypted, and is believed only from its own member.
"""

import json
from datetime import datetime

from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.fields import decrypt, encrypt
from accounts.models import Member
from support import backwards
from support.api.operation import SIGNED_IN, operation
from support.api.shapes import Given
from support.api.view import MemberRequest, View
from support.models import Token
from support.undoing import TIME

LONGEST = 2000


class TooLate(ValidationError):
    """Ten minutes are over, or there is nothing that this key stands for."""

    problem = "conflict"


class UndoGiven(Given):
    key = serializers.CharField(max_length=LONGEST, help_text="The `Undo-Key` of the answer.")


class Undo(View):
    @operation(SIGNED_IN, takes=UndoGiven, status=204, example=({"key": "from-the-answer"}, None))
    def post(self, request: MemberRequest) -> Response:
        """Take back what was done in the last ten minutes.

        It is as it was before. What reached somebody at once (a message, a yes or no, an ending) has no key.
        """
        given = UndoGiven(data=request.data)
        given.is_valid(raise_exception=True)
        what, facts = _opened(given.validated_data["key"], request.user, self.now)
        backwards.take(member=request.user, what=what, facts=facts, now=self.now)
        return Response(status=204)


def with_key(
    response: Response, request: MemberRequest, *, what: str, now: datetime, **facts: str
) -> Response:
    """The answer with the key that takes back `what` was done. Whoever speaks for somebody else gets none."""
    if isinstance(request.auth, Token) and request.auth.member_id != request.user.pk:
        return response
    until = (now + TIME).isoformat()
    kept = {"undo": what, "member": request.user.pk, "until": until, "facts": facts}
    response.headers["Undo-Key"] = encrypt(json.dumps(kept))
    return response


def _opened(key: str, member: Member, now: datetime) -> tuple[str, dict[str, str]]:
    """What the key stands for. One of somebody else's stands for nothing."""
    try:
        kept = json.loads(decrypt(key))
        if kept["member"] == member.pk and datetime.fromisoformat(kept["until"]) >= now:
            return kept["undo"], kept["facts"]
    except (InvalidToken, ValueError, KeyError, TypeError):
        pass
    raise TooLate(_("It is too late to undo this. Nothing was changed."))
