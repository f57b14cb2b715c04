"""The first page: what waits, the gravest first, and who looks into it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, TypedDict

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Community, Member
from support import cases, duty
from support.cases import EVERYTHING, KINDS, Case, CaseKind, Severity, Wanted, claims, notes
from support.cases.wanted import FREE, MINE
from support.dashboard.desk import Desk, moderated, show
from support.policies import NotAllowed

WHOSE = (
    ("", pgettext_lazy("cases", "All")),
    (MINE, pgettext_lazy("cases", "Mine")),
    (FREE, pgettext_lazy("cases", "Nobody's yet")),
)


class Filter(forms.Form):
    """What part of the queue to show; it stands in the address, and holds no private word."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    whose = forms.ChoiceField(label=gettext_lazy("Whose"), required=False, choices=WHOSE)
    name = forms.CharField(
        label=gettext_lazy("Chosen name"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    late = forms.BooleanField(label=gettext_lazy("Only what is late"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        kinds = [(kind.name, kind.title) for kind in KINDS]
        self.fields["kind"].choices = [("", pgettext_lazy("cases", "All")), *kinds]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Nonsense in the address asks for everything."""
        return Wanted(**self.cleaned_data) if self.is_valid() else EVERYTHING


class Line(TypedDict):
    """A case as its line shows it. Hundreds may wait, so a template finds each thing in one look."""

    key: str
    title: str
    href: str
    sentence: str
    since: datetime
    late: bool
    mine: bool
    until: datetime | None  # mine until then
    holder: str  # who else looks into it
    action: str  # where it is taken or given back


@dataclass(frozen=True)
class Group:
    """Cases that are as grave as each other, under the promise that holds for them."""

    key: str
    title: str
    promise: str
    lines: list[Line]


@moderated
@require_safe
def queue(request: Desk) -> HttpResponse:
    remit, now = request.remit, request.now
    form = Filter(request.GET)
    wanted = form.wanted()
    page = _page(request, wanted)
    found = cases.waiting(remit, now=now, wanted=wanted, page=page.number if page else 1)
    cases.glanced(remit, found, now=now)
    further = [] if page else cases.further(remit, found, now=now, wanted=wanted)
    return show(
        request,
        "queue.html",
        form=form,
        wanted=wanted,
        groups=_groups(found, remit.community),
        number=page.paginator.count if page else len(found) + sum(more.of - more.shown for more in further),
        page=page,
        further=[(more, _only(more.kind, form)) for more in further],
        back=request.GET.urlencode(),
        on_duty=duty.on_duty(remit.community, now),
        next_on_duty=duty.next_on_duty(remit.community, now),
    )


def _page(request: Desk, wanted: Wanted) -> Page[int] | None:
    """Of one kind alone, page by page; of all kinds together, the beginning of each."""
    if not wanted.kind:
        return None
    number = cases.number(request.remit, now=request.now, wanted=wanted)
    return Paginator(range(number), cases.MOST).get_page(request.GET.get("page"))


def _only(kind: CaseKind, form: Filter) -> str:
    """The address of the same part of the queue, of this kind alone: there one can page on."""
    asked = {name: value for name, value in form.data.items() if name in form.fields and value}
    return "?" + urlencode(asked | {"kind": kind.name})


def _groups(found: list[Case], community: Community) -> list[Group]:
    return [
        Group(
            severity.name.lower(),
            str(TITLES[severity]),
            promise_of(severity, community),
            [
                line
                for _kind, same in groupby(some, key=lambda case: case.kind)
                for line in _lines(same, community)
            ],
        )
        for severity, some in groupby(found, key=lambda case: case.kind.severity)
    ]


def _lines(same: Iterable[Case], community: Community) -> Iterator[Line]:
    """Lines of one kind, whose name and address are the same for all."""
    title, address = "", ""
    for case in same:
        title = title or str(case.kind.title)
        address = address or reverse("dashboard_case", args=[community.slug, case.kind.name, 0])
        taken = case.claim is not None and not case.mine
        yield {
            "key": case.key,
            "title": title,
            "href": case.href,
            "sentence": case.sentence,
            "since": case.since,
            "late": case.late,
            "mine": case.mine,
            "until": case.claim.until if case.claim and case.mine else None,
            "holder": (case.holder or _("An operator")) if taken else "",
            "action": f"{address.removesuffix('0/')}{case.about.pk}/",
        }


TITLES = {
    Severity.DANGER: gettext_lazy("Somebody may be in danger"),
    Severity.GRAVE: gettext_lazy("Grave"),
    Severity.ORDINARY: gettext_lazy("Ordinary"),
}


def promise_of(severity: Severity, community: Community) -> str:
    """Within what time somebody looks, in words."""
    if severity == Severity.DANGER:
        return _("as soon as possible")
    hours = community.grave_hours if severity == Severity.GRAVE else community.response_hours
    return ngettext("within %(hours)s hour", "within %(hours)s hours", hours) % {"hours": hours}


@moderated
@require_POST
def case(request: Desk, kind: str, pk: int) -> HttpResponse:
    """One step about one case: taking it, giving it back, handing it over, noting something."""
    found = cases.kind_named(kind)
    if found is None:
        raise Http404
    if request.POST.get("do") == "take_note_back":
        return _take_note_back(request, found, pk)
    row = get_object_or_404(found.rows(request.remit, request.now), pk=pk)
    step = STEPS.get(request.POST.get("do", ""))
    if step is None:
        raise Http404
    try:
        said = step(request, found, row)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, said)
    return redirect(_back(request, found, row))


def _take(request: Desk, kind: CaseKind, row: Any) -> str:
    claims.claim(request.remit, kind, row.pk, now=request.now)
    return _("It is yours for an hour. Then it is free again by itself.")


def _give_back(request: Desk, kind: CaseKind, row: Any) -> str:
    claims.give_back(request.remit, kind, row.pk, now=request.now)
    return _("It is free again.")


def _hand_over(request: Desk, kind: CaseKind, row: Any) -> str:
    to = Member.objects.filter(
        pk=_number(request.POST.get("to", "")), pk__in=request.remit.moderators
    ).first()
    if to is None:
        raise ValidationError(_("Please choose who should take over."))
    claims.hand_over(request.remit, kind, row.pk, to=to, now=request.now)
    return _("They are told that something waits for them.")


def _note(request: Desk, kind: CaseKind, row: Any) -> str:
    notes.write(request.remit, kind, row, words=request.POST.get("words", ""), now=request.now)
    return _("Noted. Only moderators who may see this case read it.")


def _take_note_back(request: Desk, kind: CaseKind, pk: int) -> HttpResponse:
    """Also where the case waits no more: one's own words one may always take away."""
    rows = kind.rows(request.remit, request.now)
    try:
        notes.take_back(request.remit, kind, pk, pk=_number(request.POST.get("note", "")), now=request.now)
    except NotAllowed as unknown:
        raise Http404 from unknown
    messages.success(request, _("Taken back. That there was a note stays to be seen."))
    row = rows.filter(pk=pk).first() or rows.model._default_manager.filter(pk=pk).first()
    back = kind.href(request.remit, row) if row else reverse("dashboard", args=[request.remit.community.slug])
    return redirect(back)


STEPS = {"claim": _take, "give_back": _give_back, "hand_over": _hand_over, "note": _note}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _back(request: Desk, kind: CaseKind, row: Any) -> str:
    """To the queue as it was, at the same row; or to the case's own page."""
    if "back" not in request.POST:
        return kind.href(request.remit, row)
    asked = Filter(QueryDict(request.POST["back"][:400]))
    kept = {name: value for name, value in asked.cleaned_data.items() if value} if asked.is_valid() else {}
    query = {name: "on" if value is True else value for name, value in kept.items()}
    here = reverse("dashboard", args=[request.remit.community.slug], query=query or None)
    return f"{here}#case-{kind.name}-{row.pk}"
