"""What was done: by whom, when, and of what kind. Words and whom it was about stand with the case, not here."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import moderators_of
from support.dashboard.desk import Desk, moderated, page_of, show
from support.ledger import reading
from support.ledger.kinds import OF_THE_DESK, Done
from support.models import Alias, Entry
from support.parties import names_of

FORMS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
ANY = ("", gettext_lazy("Any"))


class Filter(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    by = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any, *, kinds: list[str], people: dict[int, str]) -> None:
        super().__init__(data)
        named = sorted(((kind, reading.label(kind)) for kind in kinds), key=lambda pair: pair[1])
        self.fields["kind"].choices = [ANY, *named]  # type: ignore[attr-defined]
        self.fields["by"].choices = [ANY, *sorted(people.items(), key=lambda pair: pair[1])]  # type: ignore[attr-defined]


@moderated
@require_safe
def log(request: Desk) -> HttpResponse:
    remit = request.remit
    rows = reading.entries(remit)
    kinds = OF_THE_DESK | ({*Done.values} if remit.decides_settings else set())
    people = names_of(remit.community, moderators_of(remit.community).values_list("pk", flat=True))
    form = Filter(request.GET, kinds=list(kinds), people=people)
    if form.is_valid():
        wanted = form.cleaned_data
        rows = rows.filter(kind=wanted["kind"]) if wanted["kind"] else rows
        rows = rows.filter(at__date=wanted["day"]) if wanted["day"] else rows
        if wanted["by"]:
            rows = rows.filter(by_key__in=Alias.objects.filter(member=wanted["by"]).values("key"))
    page = page_of(request, rows)
    lines = _lines(request, list(page))
    return show(request, "log.html", form=form, page=page, lines=lines, mine=remit.decides_settings)


def _lines(request: Desk, rows: list[Entry]) -> list[tuple[datetime, str, str]]:
    """When, what, and by whom."""
    who = reading.doers(request.remit, rows)
    names = names_of(request.remit.community, who.values())
    return [(entry.at, reading.label(entry.kind), _doer(entry, who, names)) for entry in rows]


def _doer(entry: Entry, who: dict[int, int], names: dict[int, str]) -> str:
    if entry.by_key is None:
        return _("The service")
    if entry.by_key not in who:
        return _("Somebody who is gone")
    return names.get(who[entry.by_key], _("An operator"))


@moderated
@require_POST
def log_export(request: Desk) -> HttpResponseBase:
    """The log as a file, for owners. That it was taken along is written down first."""
    remit, form = request.remit, request.POST.get("form", "")
    if not remit.decides_settings or form not in FORMS:
        raise Http404
    head, through = reading.export(remit, form=form, now=request.now)
    file = reading.lines(remit, form=form, head=head, through=through, now=request.now)
    name = f"{remit.community.slug}-{request.now:%Y-%m-%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="log-{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(file, content_type=FORMS[form], headers=headers)
