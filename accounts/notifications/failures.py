"""Why a message could not be sent, in one word: what the other side wrote may name people and is not kept."""

import re
import smtplib
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

NO_SUCH_MAILBOX = {550, 551, 553}
# Words of refusals that are about us or what we sent, by servers that give no more exact code: to be on somebody's list
# must not stop the letters of everybody at a large provider.
ABOUT_US = re.compile(
    rb"spam|block|black|deny|denied|policy|relay|reputation|rbl|rcpthosts|authenticat", re.I
)
LONGEST_WAIT = timedelta(days=1)  # that somebody else may ask of us


class Failed(Exception):
    """A message was not sent.

    `for_good`: trying again is useless. `unreachable`: so is trying others just now. `uncertain`: the line broke after
    it may have been handed over. `refused`: nobody can be reached at this address. `wait`: the other side asked for so
    much patience; we wait no less, and as long as after any failure.
    """

    def __init__(
        self,
        kind: str,
        *,
        for_good: bool = False,
        unreachable: bool = False,
        uncertain: bool = False,
        refused: bool = False,
        wait: timedelta = timedelta(),
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.for_good = for_good or refused
        self.unreachable = unreachable
        self.uncertain = uncertain
        self.refused = refused
        self.wait = wait


class NobodyThere(Exception):
    """There is nobody who could hear this in this way, any more."""


def of_smtp(error: OSError, *, at_the_door: bool = False) -> Failed:
    """What a mail server's refusal, or its silence, means. `at_the_door`: it did not even let us in.

    Only a refusal of this recipient or of this letter is for good; trouble with our own name or password may be
    repaired, and then the letter goes out. A full mailbox may be emptied.
    """
    code, words = _answer(error)
    about_this_letter = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    return Failed(
        f"SMTP {code}" if code else type(error).__name__,
        for_good=about_this_letter and code >= 500 and code != 552,
        refused=about_this_letter and _nobody_is_there(error, code, words),
        unreachable=at_the_door,
        uncertain=not at_the_door and not code,
    )


def _nobody_is_there(error: OSError, code: int, words: bytes) -> bool:
    """Whether there is no such mailbox. Servers that say more exactly what is wrong (RFC 3463) are believed."""
    exactly = re.match(rb"\s*5\.(\d+)\.(\d+)", words)
    if exactly:
        subject, detail = int(exactly[1]), int(exactly[2])
        return code in NO_SUCH_MAILBOX and (subject == 1 or (subject, detail) == (2, 1))
    of_recipient = isinstance(error, smtplib.SMTPRecipientsRefused)
    return code in NO_SUCH_MAILBOX and of_recipient and not ABOUT_US.search(words)


def _answer(error: OSError) -> tuple[int, bytes]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = max(error.recipients.values())
        return code, _bytes(words)
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, _bytes(error.smtp_error)
    return 0, b""


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode(errors="replace")


def of_push(status: int, retry_after: str, *, now: datetime) -> Failed | None:
    """What a push service's answer means; None is a yes.

    A redirect is none of ours to follow, and a request that it does not like will not be liked better tomorrow.
    """
    if 200 <= status < 300:
        return None
    later = status in {408, 425, 429} or status >= 500
    return Failed(
        f"HTTP {status}", for_good=not later, wait=patience(retry_after, now=now) if later else timedelta()
    )


def patience(retry_after: str, *, now: datetime) -> timedelta:
    """How long a Retry-After asks us to wait: seconds, or a date. Within reason."""
    try:
        asked = (
            timedelta(seconds=int(retry_after))
            if retry_after.isdecimal()
            else parsedate_to_datetime(retry_after) - now
        )
    except (ValueError, TypeError, OverflowError):  # no date, or one without a zone
        return timedelta()
    return min(max(asked, timedelta()), LONGEST_WAIT)
