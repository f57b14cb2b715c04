"""What stands around a match: words exchanged, thanks, reports, decisions, and where to turn in a crisis."""

from support.models.cases import CaseNote, Claim
from support.models.checkins import FEELINGS, CheckIn, Feeling, Helped, Misfit, Onward
from support.models.crisis import CrisisResource
from support.models.decisions import Decision, DecisionKind
from support.models.drafts import Draft
from support.models.exports import Export, ExportState
from support.models.ledger import Alias, Chain, Entry
from support.models.looks import Look, Looked, LookedWhy
from support.models.measures import Appeal, AppealState, Grade, Measure, MeasureState
from support.models.meetings import AHEAD, Attending, CalendarFeed, Meeting, MeetingState, Said
from support.models.messages import DELIVERED, WAITING, FormerWords, Message, UnsentWords
from support.models.patterns import Pattern, PatternKind, SupervisionNote
from support.models.pulse import Figure, HelperCall
from support.models.reflections import PutAside, Reflection
from support.models.reports import Outcome, Report, ReportState
from support.models.sessions import Session
from support.models.thanks import Thanks
from support.models.tokens import Answered, Token

__all__ = [
    "AHEAD",
    "DELIVERED",
    "FEELINGS",
    "WAITING",
    "Alias",
    "Answered",
    "Appeal",
    "AppealState",
    "Attending",
    "CalendarFeed",
    "CaseNote",
    "Chain",
    "CheckIn",
    "Claim",
    "CrisisResource",
    "Decision",
    "DecisionKind",
    "Draft",
    "Entry",
    "Export",
    "ExportState",
    "Feeling",
    "Figure",
    "FormerWords",
    "Grade",
    "Helped",
    "HelperCall",
    "Look",
    "Looked",
    "LookedWhy",
    "Measure",
    "MeasureState",
    "Meeting",
    "MeetingState",
    "Message",
    "Misfit",
    "Onward",
    "Outcome",
    "Pattern",
    "PatternKind",
    "PutAside",
    "Reflection",
    "Report",
    "ReportState",
    "Said",
    "Session",
    "SupervisionNote",
    "Thanks",
    "Token",
    "UnsentWords",
]
