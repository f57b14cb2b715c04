"""What was done: by whom, when, and of what kind. Words and whom it was about stand with the case, not here."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from support.dashboard.desk import Desk, moderated, page_of, show
from support.ledger import reading
from support.ledger.reading import FORMS, Wanted

ANY = ("", gettext_lazy("Any"))


class Filter(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    by = forms.TypedChoiceField(label=gettext_lazy("Who"), required=False, coerce=int, empty_value=None)
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

    def wanted(self) -> Wanted:
        """Nonsense in the address asks for everything."""
        return Wanted(**self.cleaned_data) if self.is_valid() else Wanted()


@moderated
@require_safe
def log(request: Desk) -> HttpResponse:
    remit = request.remit
    form = Filter(request.GET, kinds=list(reading.kinds(remit)), people=reading.people(remit))
    page = page_of(request, reading.entries(remit, form.wanted()))
    lines = [(told.entry.at, told.says, told.by_name) for told in reading.told(remit, list(page))]
    return show(request, "log.html", form=form, page=page, lines=lines, mine=remit.decides_settings)


@moderated
@require_POST
def log_export(request: Desk) -> HttpResponseBase:
    """The log as a file, for owners. That it was taken along is written down first."""
    remit, form = request.remit, request.POST.get("form", "")
    if not remit.decides_settings or form not in FORMS:
        raise Http404
    head, through = reading.export(remit, form=form, now=request.now)
    file = reading.lines(remit, form=form, head=head, through=through, now=request.now)
    headers = {
        "Content-Disposition": f'attachment; filename="{reading.name_of(remit, form, request.now)}"',
        "Cache-Control": "no-store",
    }
    return StreamingHttpResponse(file, content_type=FORMS[form], headers=headers)
