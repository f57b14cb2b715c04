"""A form of several pages: one step each, going back and forth without losing a word, posted at the end."""

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Any, NotRequired, TypedDict

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from accounts.models import Community, Member
from support.web.drafts import Draft

BACK, LATER = "back", "later"  # what a step's other two buttons are called
KEEP = "keep"  # what the page itself sends while somebody is writing


class Facts(TypedDict):
    """Who fills a form in, where, and what day it is there."""

    member: Member | None  # None in the one step that somebody may take before they sign in
    community: Community
    today: date
    given: NotRequired[QueryDict]  # what was answered so far, where there are several steps


class StepForm(forms.Form):
    """One step, and the facts that it may lean on."""

    title: Any = ""
    changes = False  # changes what is there already, which may keep topics that are no longer in use

    def __init__(self, *args: Any, facts: Facts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._member, self.community, self.today = facts["member"], facts["community"], facts["today"]
        self.given = facts.get("given", QueryDict())
        if "topics" in self.fields:
            kept = self.initial.get("topics", ()) if self.changes else ()
            self.fields["topics"].use_in(self.community, kept=kept)  # type: ignore[attr-defined]
        self.prepare()

    @property
    def member(self) -> Member:
        """Whoever fills it in. A step that asks for them is not for those who are not signed in."""
        if self._member is None:
            raise TypeError(f"{type(self).__name__} is for members")
        return self._member

    def prepare(self) -> None:
        """Fits the choices to the person and the place."""


class Walk:
    """Where somebody is on their way through the steps, and what they have answered so far."""

    def __init__(
        self, request: HttpRequest, draft: Draft, steps: Sequence[type[StepForm]], facts: Facts
    ) -> None:
        self.request, self.draft, self.steps, self.facts = request, draft, steps, facts
        asked = request.GET.get("step", "")
        wanted = int(asked) if asked.isascii() and asked.isdigit() else 1
        self.step = min(max(wanted, 1), self._unfinished())
        # The page of a later step whose draft is gone: it was posted, in another tab or a moment ago.
        self.gone = wanted > 1 and not draft

    @property
    def of(self) -> int:
        return len(self.steps)

    @property
    def last(self) -> bool:
        return self.step == self.of

    def form(self) -> StepForm:
        """The step's form as it was left."""
        return self._form(self.step, initial=self._kept())

    def posted(self) -> StepForm:
        return self._form(self.step, self.request.POST)

    def onward(self, form: StepForm) -> HttpResponse | None:
        """Keeps the posted answers and goes where the button says. None when it is time to post, or to look again."""
        if self.gone:
            return HttpResponse(status=HTTPStatus.GONE) if KEEP in self.request.POST else redirect("home")
        self.draft.keep(self.request.POST, form.fields)
        if KEEP in self.request.POST:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        if LATER in self.request.POST:
            return redirect("home")
        if BACK in self.request.POST:
            return self._to(self.step - 1)
        return self._to(self.step + 1) if form.is_valid() and not self.last else None

    def answers(self) -> dict[str, Any]:
        """What all steps say so far, cleaned."""
        given = self.draft.answers()
        forms = (self._form(number, given) for number in range(1, self.of + 1))
        return {name: value for form in forms if form.is_valid() for name, value in form.cleaned_data.items()}

    def _unfinished(self) -> int:
        """The first step that still needs an answer; the last one where all before it are answered."""
        given = self.draft.answers()
        numbers = range(1, self.of)
        return next((number for number in numbers if not self._form(number, given).is_valid()), self.of)

    def _to(self, step: int) -> HttpResponse:
        return redirect(f"{self.request.path}?step={max(step, 1)}")

    def _form(self, number: int, data: Any = None, **options: Any) -> StepForm:
        facts: Facts = {**self.facts, "given": self.draft.answers()}
        return self.steps[number - 1](data, facts=facts, **options)

    def _kept(self) -> dict[str, Any]:
        """Kept answers as initial values: a list where the field takes several."""
        given = self.draft.answers()
        several = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
        return {
            name: given.getlist(name) if isinstance(field, several) else given.get(name)
            for name, field in self.steps[self.step - 1].base_fields.items()
            if name in self.draft
        }
