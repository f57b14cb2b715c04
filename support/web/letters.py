"""Every letter in every language, as text and as HTML: where people work on the place, not where they live."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.languages import pages_in
from accounts.models import Channel, Community, Member, Notification
from accounts.notifications import email
from accounts.notifications.kinds import KINDS

SOME_ID = "11111111-1111-4111-8111-111111111111"


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    _only_where_people_work_on_it()
    mailed = [(name, kind) for name, kind in KINDS.items() if Channel.EMAIL in kind.channels]
    return render(request, "web/style/letters.html", {"kinds": mailed, "pages_in": pages_in()})


@require_safe
def letter(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """One letter: its HTML as mail programs show it, or its text (`?as=text`)."""
    _only_where_people_work_on_it()
    if kind not in KINDS or language not in pages_in():
        raise Http404
    made = email.letter(_made_up(kind, language))
    if request.GET.get("as") == "text":
        return HttpResponse(f"{made.subject}\n\n{made.body}", content_type="text/plain; charset=utf-8")
    answer = HttpResponse(made.alternatives[0][0])
    # Letters carry their styles in themselves, as mail programs want it.
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return answer


def _made_up(kind: str, language: str) -> Notification:
    """Nothing of it is kept. The letter that tells of several things finds none."""
    parts = KINDS[kind].args.values()
    secret = "123456" if KINDS[kind].code else ""
    return Notification(
        uid=UUID(SOME_ID),
        member=Member(pk=0, email="somebody@members.example", language=language),
        community=Community(name="Meadow", slug="meadow"),
        kind=kind,
        event="made up",
        refers_to={part: "meadow" if part == "community" else SOME_ID for part in parts},
        secret=secret,
        created_at=timezone.now(),
    )


def _only_where_people_work_on_it() -> None:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
