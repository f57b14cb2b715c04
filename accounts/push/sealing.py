"""A message that only one browser can open (RFC 8291 over RFC 8188): the push service carries it unread."""

import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from accounts.push.keys import point

RECORD = 4096
# Every message is this long: its length would tell the push service what kind of message it is.
LENGTH = 1024
END = b"\x02"


def seal(words: bytes, *, p256dh: bytes, auth: bytes) -> bytes:
    """The body of the request. Raises ValueError where the browser's key is none, or there are too many words."""
    if len(words) >= LENGTH:
        raise ValueError("too long for a push message")
    padded = words + END + bytes(LENGTH - len(words) - 1)
    return sealed(
        padded, p256dh=p256dh, auth=auth, mine=ec.generate_private_key(ec.SECP256R1()), salt=os.urandom(16)
    )


def sealed(
    padded: bytes, *, p256dh: bytes, auth: bytes, mine: ec.EllipticCurvePrivateKey, salt: bytes
) -> bytes:
    """One record with its header. `mine` and `salt` must never be used twice."""
    theirs = browsers_key(p256dh)
    ours = point(mine.public_key())
    shared = mine.exchange(ec.ECDH(), theirs)
    ikm = _derive(shared, salt=auth, info=b"WebPush: info\0" + p256dh + ours, length=32)
    key = _derive(ikm, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derive(ikm, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    header = salt + RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return header + AESGCM(key).encrypt(nonce, padded, None)


def browsers_key(p256dh: bytes) -> ec.EllipticCurvePublicKey:
    """Raises ValueError where these bytes are no point of the curve."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), p256dh)


def _derive(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
