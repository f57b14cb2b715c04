"""Why a message could not be sent, in one word: what the other side wrote may name people and is not kept."""

import smtplib


class Failed(Exception):
    """A message was not sent. `for_good`: trying again is useless. `unreachable`: so is trying others just now."""

    def __init__(self, kind: str, *, for_good: bool = False, unreachable: bool = False) -> None:
        super().__init__(kind)
        self.kind = kind
        self.for_good = for_good
        self.unreachable = unreachable


def of_smtp(error: OSError) -> Failed:
    """What a mail server's refusal, or its silence, means.

    Only a refusal of this recipient or of this letter is for good; trouble with our own name or password may be
    repaired, and then the letter goes out.
    """
    code = _code(error)
    about_this_letter = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    return Failed(
        f"SMTP {code}" if code else type(error).__name__, for_good=about_this_letter and code >= 500
    )


def _code(error: OSError) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code
    return 0
