"""The settings of the tests: the service's own, but that a password costs nothing to keep and to compare.

Nothing but a test can name this file: what runs for people holds no tests. That the service itself is patient with
passwords is shown in `tests/support/web/test_account.py`.
"""

from support.settings import *  # noqa: F403
from support.settings import MIDDLEWARE

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIDDLEWARE = ["tests.served.Once" if "WhiteNoise" in name else name for name in MIDDLEWARE]
