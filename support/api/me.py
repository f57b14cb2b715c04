"""What I say about myself, and which guides I have read. Nobody is shown any of it."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from accounts.guides import note_read
from accounts.members import MOST_ASKS, MOST_PEOPLE
from accounts.models import AgeBand, Gender, Member
from matching import profile
from support import guides
from support.api.operation import operation
from support.api.shapes import ClockTime, Given, Moment, Nothing, Shown
from support.api.view import MemberRequest, View
from support.scopes import Scope

LIMITS = ("max_people", "max_asks_week")
ME_GIVEN: dict[str, Any] = {
    "languages": ["en", "pt"],
    "language": "en",
    "time_zone": "Europe/Lisbon",
    "email_safe": True,
    "shows_seen": False,
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "asked_in_quiet_hours": False,
    "max_people": 3,
    "max_asks_week": 5,
    "country": "PT",
    "gender": "",
    "age_band": "",
}
ME = ME_GIVEN | {"email": "maya@members.example", "time_zone_confirmed": True}
GUIDE = {
    "guide": "listening",
    "title": "Listening well, in one minute",
    "lede": "You need no training to be there for somebody.",
    "points": ["What you hear stays with you."],
    "read_at": None,
}


class MeGiven(Given):
    """Whatever is not named stays as it is."""

    languages = serializers.ListField(
        child=serializers.CharField(max_length=16),
        required=False,
        min_length=1,
        max_length=50,
        help_text="In which they could talk about what matters.",
    )
    language = serializers.CharField(
        max_length=16, required=False, help_text="Of pages and letters to them; empty until they chose one."
    )
    time_zone = serializers.CharField(max_length=64, required=False, help_text="Such as `Europe/Lisbon`.")
    email_safe = serializers.BooleanField(
        required=False, help_text="If not, nothing is e-mailed but what the account needs."
    )
    shows_seen = serializers.BooleanField(
        required=False, help_text="“Seen” stands below messages where both sides say so."
    )
    quiet_from = ClockTime(required=False)
    quiet_until = ClockTime(required=False, help_text="The same time twice: no quiet hours.")
    asked_in_quiet_hours = serializers.BooleanField(required=False)
    max_people = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_PEOPLE, help_text="People they help at once, at most."
    )
    max_asks_week = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_ASKS, help_text="Requests put to them in a week, at most."
    )
    country = serializers.CharField(required=False, allow_blank=True, max_length=2)
    gender = serializers.ChoiceField(Gender.choices, required=False, allow_blank=True)
    age_band = serializers.ChoiceField(AgeBand.choices, required=False, allow_blank=True)


class MeShown(Shown, MeGiven):
    email = serializers.CharField()
    time_zone_confirmed = serializers.BooleanField(help_text="Whether they said so themselves.")


class Me(View):
    @operation(Scope.ME_READ, gives=MeShown, example=(None, ME))
    def get(self, request: MemberRequest) -> Response:
        """My account."""
        return Response(MeShown(request.user).data)

    @operation(Scope.ME_WRITE, takes=MeGiven, gives=MeShown, example=(ME_GIVEN, ME))
    def patch(self, request: MemberRequest) -> Response:
        """Change what I say about myself.

        The rules are asked again at once: proposals that no longer fit are taken back. With gender or age, every
        proposal that waits for me is put back, so that nobody learns what the other person had wished for.
        """
        given = MeGiven(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        limits = {name: said.pop(name) for name in LIMITS if name in said}
        profile.keep(member=request.user, now=self.now, limits=limits, **said)
        return Response(MeShown(Member.objects.get(pk=request.user.pk)).data)


class GuideShown(Shown):
    guide = serializers.ChoiceField([(name, name) for name in guides.GUIDES])
    title = serializers.CharField()
    lede = serializers.CharField()
    points = serializers.ListField(child=serializers.CharField())
    read_at = Moment(allow_null=True)


class GuidesShown(Shown):
    items = GuideShown(many=True)


class Guides(View):
    @operation(Scope.ME_READ, gives=GuidesShown, example=(None, {"items": [GUIDE]}))
    def get(self, request: MemberRequest) -> Response:
        """The short guides for helpers, to be shown to them.

        The one on listening comes before a first offer; the one on sensitive topics where a community asks for it.
        """
        return Response({"items": [_guide(name, request.user) for name in guides.GUIDES]})


class OneGuide(View):
    @operation(Scope.ME_READ, gives=GuideShown, example=(None, GUIDE))
    def get(self, request: MemberRequest, guide: str) -> Response:
        """One of the guides for helpers."""
        return Response(_guide(_known(guide), request.user))


class GuideReading(View):
    of = OneGuide

    @operation(
        Scope.ME_WRITE,
        takes=Nothing,
        gives=GuideShown,
        example=({}, GUIDE | {"read_at": "2026-11-23T12:00:00Z"}),
    )
    def post(self, request: MemberRequest, guide: str) -> Response:
        """I have read it. Once is enough, for every community."""
        note_read(request.user, guides.GUIDES[_known(guide)].guide, now=self.now)
        return Response(_guide(guide, request.user))


def _known(guide: str) -> str:
    if guide not in guides.GUIDES:
        raise NotFound
    return guide


def _guide(name: str, member: Member) -> Any:
    text = guides.GUIDES[name]
    points = [str(point.words) for point in text.points]
    read_at = getattr(member, text.guide)
    shown = {"guide": name, "title": str(text.title), "lede": str(text.lede), "points": points}
    return GuideShown(shown | {"read_at": read_at}).data
