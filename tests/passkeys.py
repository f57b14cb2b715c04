"""A passkey as a phone would make it, where no phone is at hand."""

import json
import os
from hashlib import sha256

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from accounts.models import Member


def add(member: Member, name: str) -> Authenticator:
    """Gives the member a passkey of that name. Nobody holds its key."""
    made = {"name": name, "credential": _credential()}
    return Authenticator.objects.create(user=member, type=Authenticator.Type.WEBAUTHN, data=made)


def with_app(member: Member, name: str) -> Authenticator:
    """The same for somebody who has an app for codes and recovery codes, too."""
    TOTP.activate(member, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(member)
    return add(member, name)


def _credential() -> dict[str, object]:
    """What a browser sends to the server."""
    known_as = os.urandom(16)
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = ES256.from_cryptography_key(public)  # type: ignore[no-untyped-call]
    data = AuthenticatorData.create(
        sha256(b"localhost").digest(),
        AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT,
        0,
        AttestedCredentialData.create(b"\0" * 16, known_as, key),
    )
    asked = {"type": "webauthn.create", "challenge": "AA", "origin": "http://localhost"}
    return {
        "type": "public-key",
        "id": websafe_encode(known_as),
        "rawId": websafe_encode(known_as),
        "response": {
            "clientDataJSON": websafe_encode(json.dumps(asked).encode()),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        },
    }
