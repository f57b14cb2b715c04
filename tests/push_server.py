"""A push service and the browsers behind it: real TLS with its own authority, and keys that really open letters."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from accounts.push.keys import from_text, point, to_text

NAME = "push.test"
ELSEWHERE = "elsewhere.test"


@dataclass
class Answer:
    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    sleep: float = 0.0


@dataclass
class Ring:
    """One request, as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes
    said_name: str | None


class Browser:
    """What a browser keeps of a subscription; it opens what was sealed for it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.auth = name.encode().ljust(16, b"-")[:16]

    @property
    def p256dh(self) -> bytes:
        return point(self.private.public_key())

    def given(self) -> dict[str, str]:
        return {"p256dh": to_text(self.p256dh), "auth": to_text(self.auth)}

    def opens(self, ring: Ring) -> dict[str, str]:
        shown: dict[str, str] = json.loads(self.unsealed(ring.body))
        return shown

    def unsealed(self, body: bytes) -> bytes:
        """RFC 8291 from the other side, written apart from `accounts.push.sealing`."""
        salt, length = body[:16], body[20]
        sender, record = body[21 : 21 + length], body[21 + length :]
        shared = self.private.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        )
        ikm = HKDF(hashes.SHA256(), 32, self.auth, b"WebPush: info\x00" + self.p256dh + sender).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(ikm)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(ikm)
        padded = AESGCM(key).decrypt(nonce, record, None)
        words, end, rest = padded.rstrip(b"\0").rpartition(b"\x02")
        assert end
        assert not rest
        return words


class PushServer:
    """What came in, and what is said to whom: by the path's last part, or to all."""

    def __init__(self, authority: Path) -> None:
        self.authority = authority
        self.port = 0
        self.rings: list[Ring] = []
        self.answers: dict[str, Answer] = {}

    def address(self, browser: Browser) -> str:
        return f"https://{NAME}:{self.port}/send/{browser.name}"

    def heard_by(self, browser: Browser) -> list[dict[str, str]]:
        return [browser.opens(ring) for ring in self.rings if ring.path.endswith(f"/{browser.name}")]


def signature_holds(ring: Ring) -> dict[str, Any]:
    """The claims of the request, if whoever holds the key that it names signed them."""
    scheme, _, rest = ring.headers["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    said, _, signature = parts["t"].rpartition(".")
    raw = from_text(signature)
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_text(parts["k"]))
    numbers = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    public.verify(encode_dss_signature(*numbers), said.encode(), ec.ECDSA(hashes.SHA256()))
    claims: dict[str, Any] = json.loads(from_text(said.partition(".")[2])) | {"k": parts["k"]}
    assert scheme == "vapid"
    return claims


@contextmanager
def listening(folder: Path) -> Iterator[PushServer]:
    """A service by the name of NAME, on a free port of this machine, while the block runs."""
    certificate, authority = _certificate(folder)
    server = PushServer(authority)
    http = _Http(("127.0.0.1", 0), _Handler)
    http.push, http.names = server, {}
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    tls.sni_callback = lambda sock, name, _context: http.names.__setitem__(id(sock), name)
    http.socket = tls.wrap_socket(http.socket, server_side=True)
    server.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    push: PushServer
    names: dict[int, str | None]

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up is no fault here."""


class _Handler(BaseHTTPRequestHandler):
    server: _Http

    def do_POST(self) -> None:
        push, name = self.server.push, self.path.rpartition("/")[2]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {key.lower(): value for key, value in self.headers.items()}
        push.rings.append(Ring(self.path, headers, body, self.server.names.get(id(self.connection))))
        answer = push.answers.get(name, Answer())
        time.sleep(answer.sleep)
        self.send_response(answer.status)
        for key, value in answer.headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written down."""


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A file with a certificate for NAME and its key, and one with the authority that vouches for it."""
    now = datetime.now(UTC)
    key, ca_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "an authority of the tests")])

    def made(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
        builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        return builder.serial_number(x509.random_serial_number())

    ca = made(issuer, ca_key.public_key()).add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
    ours = made(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)]), key.public_key())
    ours = ours.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), False)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "service.pem").write_bytes(ours.sign(ca_key, hashes.SHA256()).public_bytes(pem) + private)
    (folder / "authority.pem").write_bytes(ca.sign(ca_key, hashes.SHA256()).public_bytes(pem))
    return folder / "service.pem", folder / "authority.pem"


class Names:
    """What names stand for in a test, and how often somebody asked. A list is gone through, one entry an answer."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.of: dict[str, list[str]] = {}
        self.asked: list[str] = []
        self._real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", self)

    def __call__(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name in self.of:
            self.asked.append(name)
            answers = self.of[name]
            host = answers.pop(0) if len(answers) > 1 else answers[0]
        return self._real(host, port, *args, **kwargs)
