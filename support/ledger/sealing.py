"""What makes an entry show whether it was changed."""

import hashlib
import hmac
import json
from datetime import UTC

from django.conf import settings

from support.models import Entry

FORM = "ledger-1"  # names the canonical form: another form would have another name


def canonical(entry: Entry) -> bytes:
    """Everything an entry says, as JSON without spaces and with sorted keys; the moment in UTC to the microsecond."""
    said = [
        FORM,
        entry.chain_key,
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.by_key,
        entry.kind,
        entry.member_key,
        sorted(entry.concerns),
        entry.about,
        entry.decision_key,
        entry.look_key,
        entry.before,
    ]
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def seal(entry: Entry) -> str:
    """The seal of a new entry, with the oldest key: a new one in front leaves it valid."""
    return _sealed(canonical(entry), settings.FIELD_KEYS[-1])


def holds(entry: Entry) -> bool:
    """Whether one of our keys made its seal, over just what it says."""
    said = canonical(entry)
    return any(hmac.compare_digest(_sealed(said, key), entry.seal) for key in reversed(settings.FIELD_KEYS))


def fingerprint(*values: object) -> str:
    """Of a row that an entry points to: shows a change of it, and tells nothing without the key."""
    said = json.dumps([str(value) for value in values], separators=(",", ":")).encode()
    return _sealed(said, settings.FIELD_KEYS[-1])


def _sealed(said: bytes, key: str) -> str:
    own = hmac.new(key.encode(), b"the log of what was done", hashlib.sha256).digest()
    return hmac.new(own, said, hashlib.sha256).hexdigest()
