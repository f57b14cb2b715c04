"""The settings of the service that the browsers see: its own, with the tests' passwords.

As many may sign in from one address as there are tests.
"""

from support.settings import *  # noqa: F403
from support.settings import ACCOUNT_RATE_LIMITS
from tests.settings import PASSWORD_HASHERS as PASSWORD_HASHERS

ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS | {"login": "600/m/ip"}
