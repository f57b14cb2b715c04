"""The tables of grades and reasons for docs/deciding.md, made from the code in plain English."""

from django.utils.translation import override

from support.models import Grade
from support.moderation.reasons import REASONS
from support.moderation.wording import BEGINS

BEGIN, END = "<!-- reasons -->\n", "<!-- end of reasons -->\n"


def table() -> str:
    """Markdown: a line for each grade, then one for each reason."""
    with override("en"):
        grades = "".join(
            f"| {grade.label} | {BEGINS.get(grade, 'They hear nothing.')} |\n" for grade in Grade
        )
        reasons = "".join(
            f"| `{reason.code}` | {reason.title} | {reason.tells or 'nothing'} |"
            f" {', '.join(str(grade.label) for grade in reason.grades)} |\n"
            for reason in REASONS
        )
    return (
        f"| decision | what the person reads first |\n|---|---|\n{grades}\n"
        f"| reason | for moderators | what the person reads | may stand for |\n|---|---|---|---|\n{reasons}"
    )


def renewed(page: str) -> str:
    """The page with today's tables between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + table() + END + after
