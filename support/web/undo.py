"""Undo instead of "are you sure?": what was done can be taken back for some minutes, by a button beside the words.

What the button needs is kept in the session, so the page shows only a random key, and nobody else's key does anything.
What reaches another person at once (ending a talk, finishing it, blocking, a yes or no) is not here: no button can
make somebody unread what they were told, so these have a page of one calm step before them.
"""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from support import backwards, second_factor
from support.backwards import facts_of_address, facts_of_away, facts_of_need, facts_of_offer
from support.undoing import KEPT, TIME, key_of, note
from support.web.access import MemberRequest, now, signed_in

__all__ = [
    "KEPT",
    "TIME",
    "facts_of_address",
    "facts_of_away",
    "facts_of_need",
    "facts_of_offer",
    "key_of",
    "note",
    "undo",
]

OF_MODERATORS = {"measure"}  # as guarded as the pages on which they were done


@require_POST
@signed_in
def undo(request: MemberRequest) -> HttpResponse:
    """Takes back what the key stands for, once. Whatever is no longer possible is said kindly."""
    kept, moment = dict(request.session.get(KEPT, {})), now()
    facts = kept.pop(request.POST.get("key", ""), None)
    if facts and facts["what"] in OF_MODERATORS and second_factor.missing(request):
        messages.warning(request, _("Nothing is undone yet. Your second step comes first."))
        return second_factor.ask(request, onward=facts["back"])
    request.session[KEPT] = kept
    if facts is None or datetime.fromisoformat(facts["until"]) < moment:
        messages.warning(request, _("It is too late to undo this with one tap. Nothing was changed."))
        return redirect(facts["back"] if facts else "home")
    try:
        backwards.take(member=request.user, what=facts["what"], facts=facts, now=moment)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    except ObjectDoesNotExist:  # somebody's account is gone, say
        messages.warning(request, _("This can no longer be undone."))
    else:
        messages.success(request, _("Undone. It is as it was before."))
    return redirect(facts["back"])
