"""What I offer: a few steps, then open, paused or closed as life allows."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.guides import Guide, note_read
from accounts.languages import language_names
from accounts.models import Community
from matching import availability, offers
from matching.models import Kind, Offer, OfferState
from support import helpers, numbers
from support.guides import LISTENING
from support.web import rests, undo
from support.web.access import MemberRequest, my_membership, my_offer, now, signed_in
from support.web.drafts import OFFER, Draft
from support.web.forms_offers import ListeningForm, OfferForm, TopicsForm, WaysForm, YourselfForm
from support.web.glimpse import format_names
from support.web.refusals import calmly, show_on
from support.web.rests import PauseForm
from support.web.steps import Facts, StepForm, Walk
from support.web.told import read_here
from support.web.weekgrid import in_words

STEPS = (TopicsForm, WaysForm, YourselfForm)


@signed_in
def offer_new(request: MemberRequest, community: str) -> HttpResponse:
    place, moment = my_membership(request, community).community, now()
    facts = Facts(member=request.user, community=place, today=timezone.localdate(moment))
    draft = Draft(request, OFFER, place, member=request.user, now=moment)
    walk = Walk(request, draft, _steps(request), facts)
    form = walk.form()
    if request.method == "POST":
        form = walk.posted()
        answer = walk.onward(form) or _post(request, walk, form, place)
        if answer is not None:
            return answer
    shown = {"community": place, "walk": walk, "form": form, "listening": LISTENING}
    return render(request, "web/offers/offer_new.html", shown)


def _steps(request: MemberRequest) -> tuple[type[StepForm], ...]:
    """Before the first offer comes a short note on listening well."""
    return STEPS if request.user.listening_read_at else (ListeningForm, *STEPS)


def _post(request: MemberRequest, walk: Walk, form: StepForm, place: Community) -> HttpResponse | None:
    """The last step: what was kept becomes an offer. None where something wants another look."""
    if not form.is_valid():
        return None
    fields = walk.answers()
    read = fields.pop("read", None)
    try:
        with walk.draft.posting() as mine:
            if not mine:
                return redirect("home")
            if read:
                note_read(request.user, Guide.LISTENING, now=now())
            offer = offers.post(member=request.user, community=place, now=now(), **fields)
    except ValidationError as refusal:
        show_on(form, refusal)
        return None
    messages.success(request, _("Thank you. Your offer is open."))
    return redirect("offer", uid=offer.uid)


@require_safe
@signed_in
def offer(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_offer(request, uid)
    read_here(request, now(), offer=uid)
    return render(request, "web/offers/offer.html", _shown(mine, PauseForm()))


def _shown(mine: Offer, form: PauseForm) -> dict[str, Any]:
    today = timezone.localdate(now())
    return {
        "offer": mine,
        "community": mine.community,
        "kinds": [kind.label for kind in Kind if kind in mine.kinds],
        "formats": format_names(mine.formats),
        "languages": language_names(mine.languages),
        "form": form,
        "rests": rests.choices(today),
        "hours": in_words(availability.windows_of(mine.member)),
        "today": today,
        "admission": helpers.admission_of(mine.member, mine.community, mine),
        "rests_here": numbers.told_of_pause(mine.member, mine.community),
    }


@signed_in
def edit(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine, moment = my_offer(request, uid), now()
    if mine.state == OfferState.CLOSED:
        return redirect("offer", uid=uid)
    facts = Facts(member=request.user, community=mine.community, today=timezone.localdate(moment))
    form = OfferForm(request.POST or None, initial=_as_it_stands(mine), facts=facts)
    if request.method == "POST" and form.is_valid():
        try:
            offers.edit(offer=mine, now=moment, **form.cleaned_data)
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            messages.success(request, _("Changed."))
            return redirect("offer", uid=uid)
    return render(request, "web/offers/edit.html", {"offer": mine, "community": mine.community, "form": form})


def _as_it_stands(mine: Offer) -> dict[str, Any]:
    topics = {name: [topic.slug for topic in getattr(mine, name).all()] for name in ("topics", "avoids")}
    return model_to_dict(mine) | topics


@require_POST
@signed_in
def pause(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine, moment = my_offer(request, uid), now()
    form, before = PauseForm(request.POST), undo.facts_of_offer(mine)
    if form.is_valid():
        try:
            offers.pause(offer=mine, now=moment, until=form.cleaned_data["until"])
        except ValidationError as refusal:
            show_on(form, refusal)
        else:
            words = _("Paused. Nobody new is put to you; rest well.")
            back = reverse("offer", args=[uid])
            undo.note(request, words, what="pause", back=back, moment=moment, **before)
            return redirect(back)
    return render(request, "web/offers/offer.html", _shown(mine, form), status=422)


@require_POST
@signed_in
def resume(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine = my_offer(request, uid)
    with calmly(request):
        offers.resume(offer=mine, now=now())
        messages.success(request, _("Your offer is open again."))
    return redirect("offer", uid=uid)


@require_POST
@signed_in
def close(request: MemberRequest, uid: UUID) -> HttpResponse:
    mine, moment, back = my_offer(request, uid), now(), reverse("offer", args=[uid])
    facts = undo.facts_of_offer(mine)
    with calmly(request):
        offers.close(offer=mine, now=moment)
        words = _("Closed. Thank you for having been there.")
        undo.note(request, words, what="closing", back=back, moment=moment, **facts)
    return redirect(back)
