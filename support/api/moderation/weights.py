"""What counts in the search: seen and tried by every moderator, changed by owners, with a reason."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from matching import policy
from matching.engine.ranking import WEIGHTS
from matching.rehearsal import Outcome
from matching.weighing import SCORES
from support.api.moderation.desk import deciding, looking
from support.api.moderation.settings.section import SettingsDesk
from support.api.shapes import Given, Moment, Shown
from support.api.view import MemberRequest
from support.moderation import past
from support.moderation import weights as moderation
from support.moderation.decisions import LONGEST

NUMBERS = dict(WEIGHTS)
WEIGHTS_GIVEN = {"numbers": NUMBERS, "because": "People wait too long."}
SHOWN: dict[str, Any] = {
    "numbers": NUMBERS,
    "scores": [
        {"score": "sooner", "name": "Talking soon", "does": "How soon they could first talk.", "share": 0.1}
    ],
    "usual": True,
    "version": 0,
    "may_change": True,
    "log": [{"at": "2026-11-23T12:00:00Z", "by": "Nour", "because": "People wait too long."}],
}
OUTCOME: dict[str, Any] = {
    "helped": 12,
    "asked": 14,
    "closeness": 0.82,
    "hours": 0.61,
    "soon": 0.7,
    "waited_hours": 30,
    "unevenness": 0.31,
    "by_language": [{"group": "en", "needs": 14, "helped": 9}],
    "by_urgency": [{"group": "", "needs": 20, "helped": 12}],
}
TRIED = {"needs": 20, "offers": 25, "whole": True, "somebody_else": 3, "before": OUTCOME, "after": OUTCOME}


class NumbersGiven(Given):
    """A whole number for each score; what counts are their shares."""

    def get_fields(self) -> dict[str, Any]:
        return {
            name: serializers.IntegerField(min_value=0, max_value=policy.MOST, help_text=str(said.label))
            for name, said in SCORES.items()
        }


class TrialGiven(Given):
    numbers = NumbersGiven()


class WeightsGiven(TrialGiven):
    because = serializers.CharField(max_length=LONGEST, help_text="Only moderators read it.")


class ScoreShown(Shown):
    score = serializers.CharField()
    name = serializers.CharField()
    does = serializers.CharField()
    share = serializers.FloatField(help_text="Of all that counts, from 0 to 1.")


class ChangeShown(Shown):
    at = Moment()
    by = serializers.CharField()
    because = serializers.CharField(allow_blank=True)


class WeightsShown(TrialGiven):
    scores = ScoreShown(many=True)
    usual = serializers.BooleanField(help_text="Whether these are the numbers that count everywhere else.")
    version = serializers.IntegerField()
    may_change = serializers.BooleanField()
    log = ChangeShown(many=True)


class HelpedShown(Shown):
    group = serializers.CharField(
        allow_blank=True, help_text="Empty: those that are too few to be told apart."
    )
    needs = serializers.IntegerField()
    helped = serializers.IntegerField()


class OutcomeShown(Shown):
    """Null is where so few would be asked that it would be about persons."""

    helped = serializers.IntegerField(help_text="Requests for which somebody would be asked.")
    asked = serializers.IntegerField(source="pairs", help_text="People who would be asked.")
    closeness = serializers.SerializerMethodField(help_text="Of topics: 1 is just what is asked about.")
    hours = serializers.SerializerMethodField(help_text="Together: 0.5 is three free hours in common.")
    soon = serializers.SerializerMethodField(help_text="1 is at once, 0.5 in a day.")
    waited_hours = serializers.SerializerMethodField(
        help_text="On average, those for whom somebody is asked."
    )
    unevenness = serializers.SerializerMethodField(help_text="0: all alike; near 1, few are asked for most.")
    by_language = HelpedShown(many=True)
    by_urgency = HelpedShown(many=True)

    def get_closeness(self, outcome: Outcome) -> float | None:
        return _hundredths(outcome.closeness)

    def get_hours(self, outcome: Outcome) -> float | None:
        return _hundredths(outcome.hours)

    def get_soon(self, outcome: Outcome) -> float | None:
        return _hundredths(outcome.soon)

    def get_unevenness(self, outcome: Outcome) -> float | None:
        return _hundredths(outcome.unevenness)

    def get_waited_hours(self, outcome: Outcome) -> int | None:
        return None if outcome.waited is None else round(outcome.waited.total_seconds() / 3600)


class TrialShown(Shown):
    needs = serializers.IntegerField(source="after.needs", help_text="Of the last two weeks.")
    offers = serializers.IntegerField(source="after.offers", help_text="Open ones, with all their room.")
    whole = serializers.BooleanField(
        source="after.whole", help_text="False: there is more; these are the newest."
    )
    somebody_else = serializers.IntegerField(help_text="Requests for which somebody else would be asked.")
    before = OutcomeShown()
    after = OutcomeShown()


class DeskWeights(SettingsDesk):
    @looking(gives=WeightsShown, example=(None, SHOWN))
    def get(self, request: MemberRequest, community: str) -> Response:
        """How much each reason weighs when people are matched. The rules themselves are nobody's to weigh."""
        return Response(self._now())

    @deciding(takes=WeightsGiven, gives=WeightsShown, example=(WEIGHTS_GIVEN, SHOWN))
    def put(self, request: MemberRequest, community: str) -> Response:
        """Change what counts, from the next round on. An owner's to decide; `trial/` shows before what it would do."""
        given, place = self.taken(WeightsGiven, request.data), self.remit.community
        _typed, version = policy.typed_of(place.pk)
        moderation.change(
            community=place,
            weights=given["numbers"],
            seen=version,
            because=given["because"],
            by=request.user,
            now=self.now,
        )
        return Response(self._now())

    def _now(self) -> Any:
        place = self.remit.community
        typed, version = policy.typed_of(place.pk)
        shares = policy.in_force(typed)
        scores = [
            {"score": name, "name": said.label, "does": said.does, "share": shares[name] / policy.MOST}
            for name, said in SCORES.items()
        ]
        log = [
            {"at": change.made_at, "by": by, "because": change.because}
            for change, by in past.of_weights(place)
        ]
        shown = {
            "numbers": typed,
            "scores": scores,
            "usual": typed == WEIGHTS,
            "version": version,
            "log": log,
        }
        return WeightsShown(shown | {"may_change": self.remit.decides_weights}).data


class WeightsTrial(SettingsDesk):
    @looking(takes=TrialGiven, gives=TrialShown, keeps=False, example=({"numbers": NUMBERS}, TRIED))
    def post(self, request: MemberRequest, community: str) -> Response:
        """A dry run: what other numbers would change. Nothing is written.

        It supposes that nobody is being asked at this moment. What people close to you ask and offer is left out,
        and few people are never told apart.
        """
        numbers = self.taken(TrialGiven, request.data)["numbers"]
        return Response(TrialShown(moderation.trial(self.remit, numbers, now=self.now)).data)


def _hundredths(figure: float | None) -> float | None:
    """As on the page: nobody is seen in the third digit."""
    return None if figure is None else round(figure, 2)
