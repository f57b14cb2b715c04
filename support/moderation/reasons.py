"""Why a moderator decides something about a person: a short list that members can read, and nothing beside it.

`./manage.py table_of_reasons` writes it into docs/deciding.md. To add one: a row here, and its words in `wording`.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from support.models import Grade

STANDING = (Grade.HOLD, Grade.LIMIT_MATCHING, Grade.LIMIT_MESSAGES, Grade.SUSPEND)
MILD = (Grade.GUIDANCE, Grade.HIDE, Grade.WARN)
USUAL = (*MILD, *STANDING, Grade.REMOVE)


@dataclass(frozen=True)
class Reason:
    """One reason. `tells` is the sentence that the member reads; `grades` are those that it may stand for."""

    code: str  # stands in the database: it never changes
    title: str | Promise
    tells: str | Promise
    grades: tuple[Grade, ...] = USUAL


REASONS = (
    Reason(
        "unkind",
        _("Unkind or insulting words"),
        _("Some words were hard on another person. Here, people need to feel safe when they ask."),
    ),
    Reason(
        "advances",
        _("Sexual or romantic advances"),
        _(
            "Whoever asks for support must not be met with romantic or sexual advances. It is never all right here."
        ),
    ),
    Reason(
        "pressure",
        _("Pressure, or contact that was not wanted"),
        _(
            "Somebody was pressed, or written to when they did not want it. A no, or no answer, is enough here."
        ),
    ),
    Reason(
        "elsewhere",
        _("Pushing somebody to another channel"),
        _(
            "Somebody was pushed to go on elsewhere. Nobody here has to leave the place where they are looked after."
        ),
    ),
    Reason(
        "privacy",
        _("Passing on what was private"),
        _("Something private about another person was passed on. What is said here stays here."),
    ),
    Reason(
        "selling",
        _("Selling, advertising or asking for money"),
        _(
            "This place is for support between people. Selling, advertising and asking for money do not belong here."
        ),
    ),
    Reason(
        "harmful_advice",
        _("Advice that may harm"),
        _(
            "Some advice could have hurt somebody. We listen and share what we lived through; we do not treat people."
        ),
    ),
    Reason(
        "not_for_here",
        _("Does not belong here"),
        _("This does not fit what this community is for. It may well have its place somewhere else."),
    ),
    Reason(
        "pretending",
        _("Pretending to be somebody else, or a second account"),
        _("An account here belongs to one person, who is who they say they are."),
    ),
    Reason(
        "threats",
        _("Threats, or hate"),
        _("Threats, and words of hate against people for who they are, have no place here."),
    ),
    Reason(
        "looked_into",
        _("Looking into it"),
        _("Somebody has told us something that we need to look into with care. This is no judgement of you."),
        grades=(Grade.HOLD, Grade.LIMIT_MATCHING, Grade.LIMIT_MESSAGES),
    ),
    Reason("no_breach", _("No breach of our rules"), "", grades=(Grade.NOTHING,)),
    Reason("not_clear", _("Cannot be told from what is there"), "", grades=(Grade.NOTHING,)),
    Reason("settled", _("The two have settled it themselves"), "", grades=(Grade.NOTHING,)),
)
BY_CODE = {reason.code: reason for reason in REASONS}


def of_grade(grade: Grade) -> list[Reason]:
    """The reasons that may stand for this decision."""
    return [reason for reason in REASONS if grade in reason.grades]
