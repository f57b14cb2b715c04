"""Private words at rest: a text column that only the service can read.

Fernet (AES-128-CBC with HMAC-SHA256, https://github.com/fernet/spec) with keys from the environment. To rotate, put a
new key in front of `FIELD_KEYS`: the first encrypts, all decrypt. The database can neither search nor compare such a
column, so lookups other than `isnull` are refused.
"""

import hmac
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(plain: str) -> str:
    """The token that is stored for `plain`; different at every call."""
    return _cipher(tuple(settings.FIELD_KEYS)).encrypt(plain.encode()).decode()


def decrypt(token: str) -> str:
    """The words behind a stored token. Raises `cryptography.fernet.InvalidToken` when no key fits."""
    return _cipher(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()


def seal(plain: bytes) -> bytes:
    """The same for a whole file."""
    return _cipher(tuple(settings.FIELD_KEYS)).encrypt(plain)


def unseal(sealed: bytes) -> bytes:
    """The file behind a sealed one. Raises `cryptography.fernet.InvalidToken` when no key fits."""
    return _cipher(tuple(settings.FIELD_KEYS)).decrypt(sealed)


def keyed_hash(value: str) -> str:
    """A fingerprint that equals itself for equal values and tells nothing without the key (HMAC-SHA256, hex).

    Uses the oldest key, so that prepending a new one leaves known fingerprints valid.
    """
    return hmac.digest(settings.FIELD_KEYS[-1].encode(), value.encode(), "sha256").hex()


if TYPE_CHECKING:
    TextField = models.TextField[str, str]
else:
    TextField = models.TextField


class EncryptedTextField(TextField):
    """Text that is encrypted on its way into the database and decrypted on its way out."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None or value == "" else encrypt(str(value))

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError("Private words cannot be searched in the database.")
        return super().get_lookup(lookup_name)
