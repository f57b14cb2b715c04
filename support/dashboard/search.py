"""How the search goes: how long people have been looking, and whether the machinery runs."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from support import search as going
from support.dashboard.desk import Desk, moderated, show
from support.dashboard.figures import in_percent


@moderated
@require_safe
def search(request: Desk) -> HttpResponse:
    told = going.overview(request.remit, now=request.now)
    return show(
        request,
        "search.html",
        ages=told.ages,
        longest=told.longest,
        matches=[(state.value, str(state.label), number) for state, number in told.matches.items()],
        rounds=[
            (held.round, held.seconds, "" if held.share is None else in_percent(held.share))
            for held in told.rounds
        ],
        given_up=[(failure or _("no reason known"), number) for failure, number in told.given_up],
        lately=going.LATELY.days,
    )
