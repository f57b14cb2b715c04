"""The settings as they are in production, for the gates that must read them: nothing of it is ever reached.

`mypy` and `check --deploy` import this instead of `support.settings`, whatever the shell around them says.
"""

import os

os.environ.update(
    DATABASE_URL="postgresql://app:not-a-password@db:5432/app",
    VALKEY_URL="redis://valkey:6379",
    SECRET_KEY="a-key-that-is-long-and-varied-enough-0123456789-for-the-check",
    FIELD_KEYS="dGhlLXRlc3RzLWhhdmUtbm8tc2VjcmV0cy1hdC1hbGw=",
    SITE_URL="https://support.example",
    ALLOWED_HOSTS="support.example",
    EMAIL_URL="smtp+tls://mailer:not-a-password@mail.example:587",
)
for name in ("DEBUG", "DEMO", "MAIL_FOLDER", "MODERATORS_SECOND_FACTOR"):
    os.environ.pop(name, None)

from support.settings import *  # noqa: E402, F403
