"""First messages that are held until a moderator has read them."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from support import contact_details
from support.api.moderation.desk import (
    PERSON,
    ActionShown,
    DecisionGiven,
    DecisionMade,
    Desk,
    DeskPersonShown,
    deciding,
    looking,
    made,
    may,
    person,
)
from support.api.paging import page
from support.api.shapes import Moment, Shown
from support.api.view import MemberRequest
from support.models import Message
from support.moderation import actions
from support.privacy import looks

HELD = {
    "id": "4be6c8ae-2b4b-4f3a-8b52-0a4d1d2b7c90",
    "by": PERSON,
    "held_at": "2026-11-23T12:00:00Z",
    "words": "Hello Maya, I am glad to read from you.",
    "contact_details": False,
    "decisions": [may("message_released", "Pass it on")],
}


class HeldShown(Shown):
    id = serializers.UUIDField(source="uid")
    by = serializers.SerializerMethodField()
    held_at = Moment()
    words = serializers.CharField()
    contact_details = serializers.SerializerMethodField(help_text="Whether there seem to be some in it.")
    decisions = serializers.SerializerMethodField()

    @extend_schema_field(DeskPersonShown)
    def get_by(self, message: Message) -> Any:
        return DeskPersonShown(person(self.context["people"], message.author_id)).data

    def get_contact_details(self, message: Message) -> bool:
        return bool(contact_details.found_in(message.words))

    @extend_schema_field(ActionShown(many=True))
    def get_decisions(self, message: Message) -> Any:
        return ActionShown(actions.MESSAGE, many=True).data


class HeldMessages(Desk):
    @looking(gives=HeldShown, many=True, example=(None, {"items": [HELD], "next": None}))
    def get(self, request: MemberRequest, community: str) -> Response:
        """First messages that wait for a moderator. The look is written down, and told to their writers."""
        return page(request, self.remit.held_messages(), self._listed)

    def _listed(self, rows: list[Message], **options: Any) -> Any:
        self.look(looks.at_held, rows)
        people = self.people(message.author_id for message in rows)
        return HeldShown(rows, many=True, context={"people": people})


class OneHeldMessage(Desk):
    @looking(gives=HeldShown, example=(None, HELD))
    def get(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """One first message that waits."""
        found = held_of(self, uid)
        self.look(looks.at_held, [found])
        return Response(HeldShown(found, context={"people": self.people([found.author_id])}).data)


class HeldMessageDecisions(Desk):
    of = OneHeldMessage

    @deciding(
        takes=DecisionGiven,
        gives=DecisionMade,
        example=(
            {"kind": "message_released", "words": ""},
            made("message_released", "The message has been passed on."),
        ),
    )
    def post(self, request: MemberRequest, community: str, uid: UUID) -> Response:
        """Pass a first message on, or give it back to its writer with words that they read."""
        return self.decide(request, actions.MESSAGE, message=held_of(self, uid))


def held_of(desk: Desk, uid: UUID) -> Message:
    rows = desk.remit.held_messages().select_related("match__community", "author")
    return rows.get(uid=uid)
