"""What all addresses of moderators share: the remit of whoever asks, looks that are written down, decisions.

Everything is read through `Remit` and through nothing else. For whoever does not moderate there, no address is there;
what is near to a moderator is not there for them.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import Community, Member, Membership
from support.api.operation import operation
from support.api.problems import Problem
from support.api.shapes import Asked as Asked
from support.api.shapes import Given, Shown
from support.api.view import MemberRequest, View
from support.models import DecisionKind
from support.moderation.actions import Action, carry_out
from support.moderation.decisions import LONGEST
from support.policies import Remit, remit_of
from support.scopes import Scope

looking = partial(operation, Scope.MODERATE_READ, wrong=("second_step",))
deciding = partial(operation, Scope.MODERATE_WRITE, wrong=("second_step", "not_allowed"))

PERSON = {"id": "0b0c7f4e-35c2-4c8d-9a8e-6a3f0b9f2a11", "name": "Omar"}
DECISION_GIVEN = {"kind": "need_returned", "words": "Please leave out the telephone number."}


def may(kind: str, says: str) -> dict[str, str]:
    """An example of something that may be decided."""
    return {"kind": kind, "says": says, "asks": "", "explains": ""}


class DeskPersonShown(Shown):
    id = serializers.UUIDField(source="uid", allow_null=True, help_text="Their place here: see `members/`.")
    name = serializers.CharField(source="display_name")


class ActionShown(Shown):
    kind = serializers.ChoiceField(DecisionKind.choices)
    says = serializers.CharField(help_text="What a button would say.")
    asks = serializers.CharField(
        allow_blank=True, help_text="What its `words` answer; empty where it needs none."
    )
    explains = serializers.CharField(allow_blank=True, help_text="Who reads these words, and what follows.")


class DecisionGiven(Given):
    kind = serializers.ChoiceField(
        DecisionKind.choices, help_text="One that stands in the `decisions` of the thing."
    )
    words = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True, default="")


class DecisionMade(Shown):
    kind = serializers.ChoiceField(DecisionKind.choices)
    done = serializers.CharField(help_text="What is so now, in a sentence.")


def made(kind: str, done: str) -> dict[str, str]:
    """An example of what a decision answers."""
    return {"kind": kind, "done": done}


class Desk(View):
    """An address of moderators."""

    request: MemberRequest
    now: Any

    @cached_property
    def remit(self) -> Remit:
        """What whoever asks looks after here. For everybody else there is no such address."""
        community = Community.objects.get(slug=self.kwargs["community"])
        found = remit_of(self.request.user, community)
        if found is None:
            raise Problem("not_found")
        return found

    def _require(self, request: Request, member: Member | None) -> None:
        if member is not None and self.remit is None:  # asked first: who has no remit learns nothing else
            raise Problem("not_found")
        super()._require(request, member)

    def look(self, note: Callable[..., None], *seen: Any, **how: Any) -> None:
        """Writes down that private words are shown (`support.privacy.looks`)."""
        if not self.compares:
            note(self.remit, *seen, now=self.now, **how)

    def people(self, ids: Iterable[int | None]) -> dict[int, Membership]:
        """These members by their id, as they are known here. One query."""
        rows = self.remit.community.memberships.filter(member__in={id for id in ids if id})
        return {row.member_id: row for row in rows}

    def decide(
        self,
        request: MemberRequest,
        actions: Iterable[Action],
        shape: type[DecisionGiven] = DecisionGiven,
        **about: object,
    ) -> Response:
        """Carries out the decision that was sent, if it is one of these."""
        given = shape(data=request.data)
        given.is_valid(raise_exception=True)
        action = next((one for one in actions if one.kind == given.validated_data["kind"]), None)
        if action is None:
            raise Problem("conflict", _("This cannot be decided here any more. Please look again."))
        carry_out(self.remit, action, words=given.validated_data["words"], now=self.now, **about)
        return Response(DecisionMade(action).data)

    def taken(self, shape: type[serializers.Serializer[Any]], data: Any, **context: Any) -> dict[str, Any]:
        """What was sent, if it has this shape."""
        given = shape(data=data, context=context)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def where(self, name: str, *args: object) -> str:
        """An address below this community's desk."""
        return str(reverse(f"api:desk_{name}", args=[self.remit.community.slug, *args], request=self.request))


def person(people: Mapping[int, Membership], id: int | None, otherwise: str = "") -> Any:
    """Somebody as `DeskPersonShown`; `otherwise` names who is not known here, such as an operator."""
    return people.get(id or 0) or {"uid": None, "display_name": otherwise}
