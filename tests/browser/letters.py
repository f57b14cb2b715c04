"""The letters that the service sent, as the people who get them read them."""

import re
import time
from email.message import EmailMessage

from tests.mail_server import MailServer

PATIENCE = 60.0


class PostOffice(MailServer):
    """Keeps all letters, and waits for those that are still on their way."""

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["To"] == address]

    def wait_for(self, address: str, subject: str) -> EmailMessage:
        """The newest letter with this subject to this address, as soon as there is one."""
        deadline = time.monotonic() + PATIENCE
        while True:
            found = [letter for letter in self.to(address) if letter["Subject"] == subject]
            if found:
                return found[-1]
            came = [letter["Subject"] for letter in self.to(address)]
            assert time.monotonic() < deadline, f"no letter “{subject}” came to {address}, only {came}"
            time.sleep(0.05)


def link_in(letter: EmailMessage) -> str:
    """The first link of a letter: what it asks its reader to open."""
    found = re.search(r"https?://\S+", texts_of(letter)[0])
    assert found, "the letter has no link"
    return found.group()


def texts_of(letter: EmailMessage) -> list[str]:
    """What can be read of a letter: its text, and the same in HTML."""
    return [part.get_content() for part in letter.walk() if not part.is_multipart()]


def all_that_is_read(letter: EmailMessage) -> str:
    """Subject and bodies, as somebody sees them who looks over a shoulder."""
    return "\n".join([letter["Subject"], *texts_of(letter)])


def code_in(letter: EmailMessage) -> str:
    """The six digits of a letter."""
    found = re.search(r"^ +(\d{6})\s*$", texts_of(letter)[0], re.MULTILINE)
    assert found, "the letter has no code"
    return found.group(1)
