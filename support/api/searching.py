"""Why a search takes its time, as its writer may know it."""

from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from matching import lately, seen, wording
from support import mine
from support.api.needs import IdeaShown
from support.api.operation import operation
from support.api.shapes import Moment, Shown
from support.api.view import MemberRequest, View
from support.scopes import Scope

WHY = {
    "says": "We are asking people who may fit.",
    "stage": "looking",
    "somebody_was_asked": True,
    "waiting_since": "2026-11-21T12:00:00Z",
    "takes_long": True,
    "no_hours_yet": False,
    "ideas": [{"words": "Add more hours in which you are free.", "several": True}],
    "others_asked_lately": 7,
}


class WhyShown(Shown):
    """Nothing here tells whether somebody is being asked at this moment, or said no."""

    says = serializers.CharField(help_text="For people, in the language of the answer.")
    stage = serializers.ChoiceField(
        [(stage.value, stage.name) for stage in seen.NeedStage], source="status.stage"
    )
    somebody_was_asked = serializers.BooleanField(
        source="status.asked", help_text="Stays true whatever they said."
    )
    waiting_since = Moment(source="status.waiting_since", allow_null=True)
    takes_long = serializers.BooleanField(source="status.waits_long")
    no_hours_yet = serializers.BooleanField(
        help_text="They have not said when they are free: nobody can be put to them."
    )
    ideas = IdeaShown(
        source="status.widen", many=True, help_text="What could widen a search that takes long."
    )
    others_asked_lately = serializers.IntegerField(
        help_text="So many others asked about this within three months; 0 where they are few."
    )


class NeedWhy(View):
    @operation(Scope.MATCHING_READ, gives=WhyShown, example=(None, WHY))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """Why a request of mine has nobody yet, and what could help.

        What is not told to anybody is not told here: who was asked, and what they said.
        """
        need = mine.need(request.user, uid)
        status = seen.need_status(need, now=self.now)
        others = lately.others_who_asked(
            topics=list(need.topics.all()), community=need.community, member=request.user, now=self.now
        )
        told = {
            "says": wording.stage_says(
                status.stage,
                asked=status.asked,
                to_answer=bool(status.match) and status.stage == seen.NeedStage.LOOKING,
            ),
            "status": status,
            "no_hours_yet": not request.user.availability.exists(),
            "others_asked_lately": others,
        }
        return Response(WhyShown(told).data)
