"""The keys by which push services know us (VAPID, RFC 8292).

`PUSH_KEYS` holds private ones. The first is given to new browsers; a browser goes on knowing the one that it was given,
so a new key goes in front of the old ones and nobody is lost.
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

LASTS = timedelta(hours=12)  # a push service takes no more than a day


@dataclass(frozen=True)
class Key:
    """One key pair; `public` as browsers take it."""

    private: ec.EllipticCurvePrivateKey
    public: str

    def authorization(self, *, endpoint: str, now: datetime) -> str:
        """The header that says who is ringing, good for this push service alone and not for long."""
        service = urlsplit(endpoint)
        claims = {
            "aud": f"{service.scheme}://{service.netloc}",
            "exp": int((now + LASTS).timestamp()),
            "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
        }
        said = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
        return f"vapid t={said}.{to_text(self._signature(said))}, k={self.public}"

    def _signature(self, said: str) -> bytes:
        first, second = decode_dss_signature(self.private.sign(said.encode(), ec.ECDSA(hashes.SHA256())))
        return first.to_bytes(32, "big") + second.to_bytes(32, "big")


def make() -> str:
    """A new private key, as it stands in the environment."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return to_text(number.to_bytes(32, "big"))


def current() -> Key | None:
    """The key for new browsers; None where the service has none, and then nobody is offered to be rung."""
    return next(iter(_keys(tuple(settings.PUSH_KEYS)).values()), None)


def by_public(public: str) -> Key | None:
    """The key that a browser was given, if we still have it."""
    return _keys(tuple(settings.PUSH_KEYS)).get(public)


@lru_cache(maxsize=4)
def _keys(private: tuple[str, ...]) -> dict[str, Key]:
    keys = (_key(text) for text in private)
    return {key.public: key for key in keys}


def _key(text: str) -> Key:
    private = ec.derive_private_key(int.from_bytes(from_text(text), "big"), ec.SECP256R1())
    return Key(private, to_text(point(private.public_key())))


def point(public: ec.EllipticCurvePublicKey) -> bytes:
    """A public key in 65 bytes."""
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def to_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Raises ValueError."""
    return base64.b64decode(
        text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True
    )


def _json(value: dict[str, object]) -> str:
    return to_text(json.dumps(value, separators=(",", ":")).encode())
