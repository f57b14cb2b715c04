"""What stands around matches, of one person: told to themselves as a whole, and erased as a whole."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from accounts import live
from accounts.models import Member
from matching import matches
from matching.models import Match
from support import drafts, kind_words, reflections
from support.models import (
    DELIVERED,
    Alias,
    Answered,
    Appeal,
    Attending,
    CalendarFeed,
    CaseNote,
    CheckIn,
    Claim,
    Decision,
    DecisionKind,
    Export,
    Feeling,
    FormerWords,
    Measure,
    MeasureState,
    Meeting,
    Message,
    Pattern,
    PutAside,
    Reflection,
    Report,
    Session,
    SupervisionNote,
    Token,
    UnsentWords,
)
from support.privacy import looks

Told = dict[str, Any]

UNTOLD = (MeasureState.PROPOSED, MeasureState.DROPPED)
FOR_MODERATORS = (
    DecisionKind.REPORT_CLOSED,
    DecisionKind.SUSPENSION_PROPOSED,
    DecisionKind.SUSPENSION_DROPPED,
    DecisionKind.PATTERN_SET_ASIDE,
    DecisionKind.MATCHING_RESUMED,  # after a pause by the numbers, of which they may not have heard
)


def export(member: Member, *, now: Any) -> dict[str, list[Told]]:
    """All of it, as plain values. What the other person wrote is theirs: of that, only how much there was."""
    met = Match.objects.filter(Q(seeker=member) | Q(helper=member), matches.MET).select_related("community")
    return {
        "conversations": [_conversation(match, member) for match in met.order_by("connected_at", "pk")],
        "looked_back": [_looked_back(row) for row in _asked_to_look_back(member)],
        "felt_when_asking": [
            {"community": row.need.community.name, "feeling": row.value, "at": row.said_at}
            for row in Feeling.objects.filter(need__member=member)
            .select_related("need__community")
            .order_by("pk")
        ],
        "journal": [
            {
                "helped": row.helped,
                "learned": row.learned,
                "made_at": row.written_at,
                "changed_at": row.changed_at,
            }
            for row in reflections.of(member)
        ],
        "put_aside": [
            {"what": row.what, "at": row.put_aside_at}
            for row in PutAside.objects.filter(member=member).order_by("pk")
        ],
        "reports": [
            {
                "community": row.community.name,
                "words": row.words,
                "made_at": row.created_at,
                "state": row.state,
            }
            for row in Report.objects.filter(reporter=member).select_related("community").order_by("pk")
        ],
        "decisions_about_me": [
            {"community": row.community.name, "what": row.kind, "told_me": row.words, "made_at": row.made_at}
            for row in decisions_told(member).select_related("community").order_by("pk")
        ],
        "told_by_moderators": [_measure(row) for row in measures_told(member)],
        "moderators_looked": [
            {"community": look.community, "at": str(look.what), "why": str(look.why), "when": look.when}
            for look in looks.of(member, now=now, most=looks.ALL)
        ],
        "cases_i_looked_into": [
            {"community": row.community.name, "claimed_at": row.claimed_at, "until": row.until}
            for row in Claim.objects.filter(by=member).select_related("community").order_by("pk")
        ],
        "noted_for_other_moderators": [
            {
                "community": row.community.name,
                "written_at": row.written_at,
                "taken_back_at": row.taken_back_at,
            }
            for row in CaseNote.objects.filter(by=member).select_related("community").order_by("pk")
        ],
        "calendar_address": [
            {"made_at": feed.made_at} for feed in CalendarFeed.objects.filter(member=member)
        ],
        "keys_for_programs": [
            {"name": key.name, "may": key.scopes, "made_at": key.made_at, "good_until": key.expires_at}
            for key in Token.objects.filter(member=member).order_by("pk")
        ],
        "open_sessions": [
            {"open_until": row.expire_date} for row in Session.objects.filter(member_key=member.pk)
        ],
        "begun": [
            {
                "community": draft.community.name,
                "kind": draft.what,
                "answers": [words for given in drafts.answers(draft).values() for words in given if words],
            }
            for draft in member.drafts.select_related("community").order_by("pk")
        ],
        "passkeys": [
            {"name": key.data.get("name", ""), "added_at": key.created_at, "last_used_at": key.last_used_at}
            for key in Authenticator.objects.filter(user=member, type=Authenticator.Type.WEBAUTHN)
        ],
        "addresses": list(EmailAddress.objects.filter(user=member).values("email", "verified", "primary")),
    }


def _conversation(match: Match, member: Member) -> Told:
    mine = match.messages.filter(author=member).order_by("sent_at", "pk")
    return {
        "community": match.community.name,
        "began_at": match.connected_at,
        "ended_at": match.ended_at,
        "i_wrote": [_message(row) for row in mine.prefetch_related("former")],
        "i_have_begun": [row.words for row in match.unsent.filter(author=member)],
        "messages_from_the_other": match.messages.filter(DELIVERED).exclude(author=member).count(),
        "my_thanks": [row.words for row in match.thanks.filter(author=member)],
        "thanks_i_share": sum(kind_words.i_share(row, member) for row in match.thanks.all()),
        "i_wish_to_go_on_for_longer": match.seeker_longer
        if match.seeker_id == member.pk
        else match.helper_longer,
        "going_on_for_longer_since": match.longer_since,
        "thanks_from_the_other": match.thanks.exclude(author=member).count(),
        "meetings": [_meeting(row, member, match) for row in _meetings(match)],
    }


def _meetings(match: Match) -> QuerySet[Meeting]:
    return Meeting.objects.filter(match=match).order_by("created_at", "pk")


def _meeting(row: Meeting, member: Member, match: Match) -> Told:
    return {
        "from": row.begins_at,
        "until": row.ends_at,
        "suggested_from": row.wanted_from,
        "suggested_until": row.wanted_until,
        "meeting_state": row.state,
        "i_said_afterwards": row.seeker_said if member.pk == match.seeker_id else row.helper_said,
    }


def _message(row: Message) -> Told:
    """When the other has read it is theirs, unless both said that it may show."""
    told = {"words": row.words, "sent_at": row.sent_at, "seen_at": row.seen_at}
    if former := [before.words for before in row.former.all()]:
        told |= {"said_before": former, "changed_at": row.edited_at, "taken_back_at": row.taken_back_at}
    return told


def _asked_to_look_back(member: Member) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(member=member).select_related("match__community").order_by("asked_at", "pk")


def _looked_back(row: CheckIn) -> Told:
    return {
        "community": row.match.community.name,
        "asked_at": row.asked_at,
        "answered_at": row.answered_at,
        "put_aside_at": row.put_aside_at,
        "did_it_help": row.helped,
        "did_not_fit": row.misfits,
        "go_on": row.onward,
        "feeling": row.feeling,
        "words": row.words,
    }


def decisions_told(member: Member) -> QuerySet[Decision]:
    """What moderators decided about a member, as far as they may know: nothing that they were not told of.

    Whoever was reported would learn that somebody spoke up, and when; or that a suspension is being thought about.
    """
    untold = Measure.objects.filter(member=member, state__in=UNTOLD).values_list("uid", flat=True)
    theirs = Decision.objects.filter(member=member).exclude(kind__in=FOR_MODERATORS)
    return theirs.exclude(refers_to__measure__in=[str(uid) for uid in untold])


def measures_told(member: Member) -> QuerySet[Measure]:
    """Graded decisions about a member that they were told of: not a suspension that nobody has confirmed yet."""
    mine = Measure.objects.filter(member=member).exclude(state__in=UNTOLD)
    return mine.select_related("community", "appeal").order_by("-made_at", "-pk")


def _measure(row: Measure) -> Told:
    said = getattr(row, "appeal", None)
    return {
        "community": row.community.name,
        "what": row.grade,
        "reason": row.reason,
        "told_me": row.words,
        "made_at": row.made_at,
        "until": row.until,
        "ended_at": row.ended_at,
        "appeal_state": said.state if said else "",
        "i_said": said.words if said else "",
        "answer": said.answer if said else "",
    }


def erase(member: Member) -> None:
    """Takes away what nobody else reads. What was said to another stays with them as long as any conversation does.

    Reports and decisions stay for the moderators; that they are about this member shows nowhere any more.
    """
    close_doors(member)
    Export.objects.filter(member=member).delete()
    EmailAddress.objects.filter(user=member).delete()
    Authenticator.objects.filter(user=member).delete()
    Attending.objects.filter(member=member).delete()
    CalendarFeed.objects.filter(member=member).delete()
    Token.objects.filter(member=member).delete()
    Answered.objects.filter(member=member).delete()
    drafts.forget_all(member)
    UnsentWords.objects.filter(author=member).delete()
    # What nobody has reported is of no use to anybody any more.
    FormerWords.objects.filter(message__author=member, message__reports=None).delete()
    CheckIn.objects.filter(member=member).delete()
    Feeling.objects.filter(need__member=member).delete()
    Reflection.objects.filter(member=member).delete()
    PutAside.objects.filter(member=member).delete()
    kind_words.forget(member)
    Message.objects.filter(author=member).exclude(DELIVERED).delete()
    Message.objects.filter(author=member).update(signs=[], signs_since=None, presses=[])
    Pattern.objects.filter(member=member).delete()
    SupervisionNote.objects.filter(about=member).delete()
    SupervisionNote.objects.filter(by=member).update(by=None)
    Decision.objects.filter(member=member).update(member=None, because="", words="")
    Decision.objects.filter(by=member).update(by=None)
    Claim.objects.filter(by=member).delete()
    CaseNote.objects.filter(concerns__contains=[member.pk]).delete()
    CaseNote.objects.filter(by=member).update(by=None)
    Alias.objects.filter(member=member).delete()  # nothing leads from the log to them from here on
    # With the appeals; that somebody was suspended is kept as codes.
    Measure.objects.filter(member=member).delete()
    # What they decided and answered as a moderator stays for those whom it is about, without who it was.
    Measure.objects.filter(by=member).update(by=None)
    Measure.objects.filter(second=member).update(second=None)
    Appeal.objects.filter(answered_by=member).update(answered_by=None)


def close_doors(member: Member) -> None:
    """Signs the member out everywhere; what was begun stays until it is erased or too old."""
    Session.objects.filter(member_key=member.pk).delete()
    live.ended(member.pk)
