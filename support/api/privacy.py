"""What is kept about me and who looked at it, what was decided about me, a copy of all of it, and how it goes."""

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib.auth import logout
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import Member
from support.api import files
from support.api.conversations import AT, UID
from support.api.operation import operation
from support.api.paging import page
from support.api.problems import Problem
from support.api.shapes import Given, Moment, Nothing, Shown
from support.api.view import MemberRequest, View
from support.models import AppealState, ExportState, Grade, Measure, MeasureState
from support.moderation import appeals, reasons
from support.moderation.decisions import LONGEST
from support.privacy import erasing, exporting, kept, looks
from support.privacy.own_data import measures_told
from support.privacy.retention import COPIES
from support.scopes import Scope

ZIP = "application/zip"
KEPT = {
    "what": "Your journal",
    "why": "So that you can look back.",
    "seen_by": "Nobody but you.",
    "how_long": "Until you erase your account.",
    "count": 2,
}
LOOK = {"community": "Riverside", "what": "A request", "why": "It was read first", "at": AT}
DECISION: dict[str, Any] = {
    "id": UID,
    "community": "riverside",
    "grade": "warn",
    "state": "in_force",
    "reason": "Pressing somebody",
    "words": "Please leave it to them how fast it goes.",
    "made_at": AT,
    "until": None,
    "may_appeal": True,
    "appeal": None,
}
APPEAL = {"words": "It was meant otherwise.", "state": "open", "answer": "", "made_at": AT}
COPY = {"state": "waiting", "asked_at": AT, "ready_at": None, "kept_until": None}
ERASURE = {"asked_at": AT, "erased_from": "2026-11-30T12:00:00Z"}


class KeptShown(Shown):
    what = serializers.CharField()
    why = serializers.CharField()
    seen_by = serializers.CharField()
    how_long = serializers.CharField()
    count = serializers.IntegerField(allow_null=True, help_text="Null where a number says nothing.")


class ChapterShown(Shown):
    title = serializers.CharField()
    kept = KeptShown(many=True)


class ChaptersShown(Shown):
    items = ChapterShown(many=True)


class LookShown(Shown):
    """A moderator looked: where, at what, why and when. Never who."""

    community = serializers.CharField(help_text="Its name.")
    what = serializers.CharField()
    why = serializers.CharField()
    at = Moment(source="when")


class LooksShown(Shown):
    items = LookShown(many=True)


class AppealGiven(Given):
    words = serializers.CharField(max_length=LONGEST)


class AppealShown(Shown):
    words = serializers.CharField()
    state = serializers.ChoiceField(AppealState.choices)
    answer = serializers.CharField()
    made_at = Moment()


class DecisionAboutMe(Shown):
    """What was decided about me. Never by whom, nor who said something."""

    id = serializers.UUIDField(source="uid")
    community = serializers.SlugField(source="community.slug")
    grade = serializers.ChoiceField(Grade.choices)
    state = serializers.ChoiceField(MeasureState.choices)
    reason = serializers.SerializerMethodField()
    words = serializers.CharField()
    made_at = Moment()
    until = Moment(allow_null=True)
    may_appeal = serializers.SerializerMethodField()
    appeal = AppealShown(allow_null=True, default=None)

    def get_reason(self, measure: Measure) -> str:
        return str(reasons.BY_CODE[measure.reason].title)

    def get_may_appeal(self, measure: Measure) -> bool:
        told_of = (MeasureState.IN_FORCE, MeasureState.OVER)
        return measure.state in told_of and getattr(measure, "appeal", None) is None


class CopyShown(Shown):
    state = serializers.ChoiceField(
        ["none", *ExportState.values], help_text="`none`: not asked for, or gone since."
    )
    asked_at = Moment(allow_null=True)
    ready_at = Moment(allow_null=True)
    kept_until = Moment(allow_null=True)


class ErasureShown(Shown):
    asked_at = Moment(allow_null=True, help_text="Null: nobody asked.")
    erased_from = Moment(allow_null=True, help_text="Until then it can be taken back.")


class MyKept(View):
    @operation(
        Scope.DATA,
        gives=ChaptersShown,
        example=(None, {"items": [{"title": "Your words", "kept": [KEPT]}]}),
    )
    def get(self, request: MemberRequest) -> Response:
        """What is kept about me: why, who sees it, for how long, and how much there is."""
        found = [
            {"title": chapter.title, "kept": [_kept(one, count) for one, count in things]}
            for chapter, things in kept.counted(request.user)
        ]
        return Response(ChaptersShown({"items": found}).data)


class MyLooks(View):
    @operation(Scope.DATA, gives=LooksShown, example=(None, {"items": [LOOK]}))
    def get(self, request: MemberRequest) -> Response:
        """What moderators looked at, the newest first."""
        return Response(LooksShown({"items": looks.of(request.user, now=self.now)}).data)


class MyDecisions(View):
    @operation(
        Scope.DATA, gives=DecisionAboutMe, many=True, example=(None, {"items": [DECISION], "next": None})
    )
    def get(self, request: MemberRequest) -> Response:
        """What moderators decided about me, the newest first."""
        return page(request, measures_told(request.user), DecisionAboutMe)


class MyDecision(View):
    @operation(Scope.DATA, gives=DecisionAboutMe, example=(None, DECISION))
    def get(self, request: MemberRequest, uid: UUID) -> Response:
        """One decision about me, and my word to it."""
        return Response(DecisionAboutMe(measures_told(request.user).get(uid=uid)).data)


class MyAppeal(View):
    of = MyDecision

    @operation(
        Scope.DATA,
        takes=AppealGiven,
        gives=DecisionAboutMe,
        status=201,
        example=({"words": APPEAL["words"]}, DECISION | {"may_appeal": False, "appeal": APPEAL}),
        wrong=("not_allowed",),
    )
    def post(self, request: MemberRequest, uid: UUID) -> Response:
        """Say that a decision was not right, once. Somebody who did not decide it looks again."""
        given, measure = AppealGiven(data=request.data), measures_told(request.user).get(uid=uid)
        given.is_valid(raise_exception=True)
        appeals.appeal(measure=measure, member=request.user, now=self.now, **given.validated_data)
        told = DecisionAboutMe(measures_told(request.user).get(uid=uid)).data
        return Response(told, status=201, headers={"Location": reverse("api:my_decision", args=[uid])})


class MyCopy(View):
    open_while_leaving = True

    @operation(Scope.DATA, gives=CopyShown, example=(None, COPY))
    def get(self, request: MemberRequest) -> Response:
        """How the copy of everything about me is doing."""
        return Response(_copy(request.user, self.now))

    @operation(Scope.DATA, takes=Nothing, gives=CopyShown, status=202, example=({}, COPY))
    def post(self, request: MemberRequest) -> Response:
        """Ask for a copy. It takes some minutes; one that is younger than an hour is good enough."""
        Nothing(data=request.data).is_valid(raise_exception=True)
        exporting.ask(member=request.user, now=self.now)
        return Response(
            _copy(request.user, self.now), status=202, headers={"Location": reverse("api:my_copy")}
        )


class MyCopyFile(View):
    open_while_leaving = True
    renderer_classes = files.renderers(ZIP)

    @operation(Scope.DATA, gives=OpenApiTypes.BINARY, media=ZIP, wrong=("password_again",))
    def get(self, request: MemberRequest) -> Response:
        """The copy itself. By the session of the pages, only after the password was typed a moment ago."""
        _ask_for_the_password(request)
        file = exporting.file_of(request.user, now=self.now)
        if file is None:
            raise Http404
        return files.file(file, ZIP, _("everything-about-me") + ".zip")


class MyErasure(View):
    open_while_leaving = True

    @operation(Scope.DATA, gives=ErasureShown, example=(None, ERASURE))
    def get(self, request: MemberRequest) -> Response:
        """Whether I asked to be erased, and until when I can come back."""
        return Response(_erasure(request.user))

    @operation(
        Scope.DATA,
        takes=Nothing,
        gives=ErasureShown,
        status=202,
        example=({}, ERASURE),
        wrong=("password_again",),
    )
    def post(self, request: MemberRequest) -> Response:
        """Ask to be erased. Everything that is live ends at once; for a week it can be taken back.

        By the session of the pages, only after the password was typed a moment ago, and it ends then.
        """
        Nothing(data=request.data).is_valid(raise_exception=True)
        _ask_for_the_password(request)
        me = request.user
        erasing.ask(member=me, now=self.now)
        told = _erasure(me)
        if request.auth is None:
            logout(request._request)
        return Response(told, status=202)

    @operation(Scope.DATA, gives=ErasureShown, example=(None, {"asked_at": None, "erased_from": None}))
    def delete(self, request: MemberRequest) -> Response:
        """Take it back: the account stays. What has ended has ended."""
        erasing.take_back(member=request.user)
        request.user.refresh_from_db(fields=["erase_asked_at"])
        return Response(_erasure(request.user))


def _ask_for_the_password(request: MemberRequest) -> None:
    """A key that may do this was given it on purpose; a session may lie open on a table."""
    if request.auth is None and not did_recently_reauthenticate(request._request):
        raise Problem("password_again")


def _kept(one: kept.Kept, count: int | None) -> dict[str, Any]:
    said = {name: str(getattr(one, name)) for name in ("what", "why", "seen_by", "how_long")}
    return said | {"count": count}


def _copy(me: Member, now: Any) -> Any:
    export = exporting.of(me, now=now)
    ready = export.ready_at if export else None
    facts = {
        "state": export.state if export else "none",
        "asked_at": export.asked_at if export else None,
        "ready_at": ready,
        "kept_until": ready + COPIES if ready else None,
    }
    return CopyShown(facts).data


def _erasure(me: Member) -> Any:
    asked = me.erase_asked_at
    return ErasureShown({"asked_at": asked, "erased_from": asked + erasing.GRACE if asked else None}).data
